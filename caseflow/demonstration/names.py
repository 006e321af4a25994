"""Names that nobody bears: given names as they are, surnames put together from two halves. Pure data."""

from __future__ import annotations

_GIVEN = (
    "Ada Aisha Alice Amara Amina Anjali Anna Ayesha Beatrice Bethan Bianca Carmen Chloe Chidera Daisy "
    "Danuta Deepa Ebony Edith Elena Eliza Esme Fatima Fiona Freya Gita Gwen Halima Hannah Harriet Heather "
    "Imani Ines Iris Isla Jada Jaswinder Joanna Jodie Kalina Karen Keisha Khadija Kirsty Laila Lauren "
    "Leanne Lucia Lydia Maeve Magda Marta Maryam Meera Megan Mina Nadia Naomi Ngozi Nina Olive Olga "
    "Parveen Phoebe Pippa Priya Rania Rhian Roisin Ruth Saba Samira Sarah Shanice Shirin Sofia Stella "
    "Sunita Suki Tamsin Tanya Thea Uzma Valerie Vera Wanda Xenia Yasmin Yvonne Zainab Zara Zofia Adam "
    "Aaron Dev Duncan Elis Femi George Hamza Ivan Jamal Kofi Leon Mateusz Nikhil Owen Rafiq Ryan Sanjay "
    "Tariq Wesley"
)
GIVEN = tuple(_GIVEN.split())

_OTHERS = (
    "Alan Anton Barry Bilal Brett Carl Craig Darren Dean Gary Greg Imran Jason Kamal Keith Kevin Lee Liam "
    "Marcin Martin Nathan Neil Omar Paul Piotr Rajan Ricky Rohan Scott Shane Stefan Terry Tony Vikram "
    "Wayne Zeeshan Paula Sharon"
)
OTHERS = tuple(_OTHERS.split())
"""Given names for those who cause harm and for clients of programmes."""

_FIRST_HALVES = (
    "Alder Amber Apple Ash Barley Beck Bell Birch Bramble Briar Bright Brook Candle Cherry Clover Cotton "
    "Cowslip Daisy Dapple Elder Feather Fern Finch Flax Fox Gold Green Hare Haw Hazel Heather Holly Honey "
    "Ivory Juniper Kettle Lark Laven Lily Linden Maple Marsh Meadow Merry Mill Moss Nettle Oaken Otter "
    "Pepper Plum Poppy Quill Raven Reed Robin Rook Rose Rowan Saffron Sand Sorrel Sparrow Star Swallow "
    "Thistle Thorn Velvet Wheat Willow Winter Wren"
)
FIRST_HALVES = tuple(_FIRST_HALVES.split())

_LAST_HALVES = (
    "apple bank beck bell berry bourne bridge brook bury by church combe cote croft dale den down edge "
    "feather field ford garth gate grove ham hollow hurst ing land leigh light ley mead mere mill moor "
    "more ridge shaw side stead stock stone thorpe ton wade water well wick wood worth"
)
LAST_HALVES = tuple(_LAST_HALVES.split())

_STREETS = (
    "Invented Row, Made-up Lane, Nowhere Close, Pretend Street, Storybook Way, Example Avenue, Fancy "
    "Terrace, Placeholder Walk, Tall Tale Road, Once Upon Drive"
)
STREETS = tuple(_STREETS.split(", "))

_AGENCY_PEOPLE = "PC Thistledown, Dr Feathergill, Ms Marchpane, Mr Ottershaw, Mrs Kettlewell, DC Brambling"
AGENCY_PEOPLE = tuple(_AGENCY_PEOPLE.split(", "))
