"""What people say and workers write in the demonstration. Pure data, invented sentence by sentence."""

from __future__ import annotations

OPENINGS = (
    "Rang from work in a lunch break.",
    "Rang from a friend's house.",
    "Rang while out walking the dog, and can talk for ten minutes.",
    "Has thought about ringing for months.",
    "Was given our number by the GP.",
    "A colleague found our number and sat beside the phone.",
    "Rang from the car outside the school.",
    "Wrote first, then asked to be rung.",
)

HAPPENED = (
    "Describes being watched and checked on all day; the phone is looked through every evening.",
    "Was pushed against a wall last week. There are bruises on one arm.",
    "Money is taken on pay day and doled out again for shopping, with receipts asked for.",
    "Separated in the spring; since then there are up to forty messages a day and drives past the house.",
    "Is shouted at in front of the children, who have stopped bringing friends home.",
    "Was held by the throat two weeks ago and lost the voice for a day.",
    "Is told that nobody would believe it, and has begun to doubt it too.",
    "Family members turned up and said that the shame would not be forgiven.",
    "Was made to have sex and said so for the first time today.",
    "Pictures were sent to people at work after the break-up.",
    "Says it has got worse since the pregnancy.",
    "There is a court date coming and the pressure to drop it grows.",
)

WISHES = (
    "Wants it to stop and wants to stay at home.",
    "Wants to know what could be done, and to decide later.",
    "Wants somewhere to go with the children.",
    "Wants somebody to talk to who understands.",
    "Wants help with the police and the court.",
    "Is not sure what is wanted yet, and was told that this is all right.",
)

OWN_BEHAVIOUR = (
    "Says that a row got out of hand and something was thrown; the partner has left for a while.",
    "Is worried about temper, and about the children hearing it.",
    "Was told by court to ask about a programme, and also wants it.",
    "Says that jealousy has led to checking the partner's phone, and wants to stop.",
    "Lost contact with the children and wants to change before asking for it again.",
)

ANONYMOUS = (
    "Did not want to give a name. Talked about a neighbour's home and what can be heard through the wall.",
    "Asked what the law says about messages after a separation. Given information and our opening hours.",
    "A friend who did not know how to begin the conversation. Talked through how to ask safely.",
    "A teacher's question about a pupil, nobody named. Advised to speak to the safeguarding lead of the school.",
    "Rang to say thank you and rang off.",
    "A health visitor asked what to do with a disclosure. Advice given; will call back if agreed.",
)

RISK_REASONS = {
    "high": (
        "Escalating, with strangulation and threats that were believed. Very frightened today.",
        "Separation, stalking and weapons in the house. The account is consistent and the fear is specific.",
        "Two assaults in a month and control of nearly everything. Pregnant.",
    ),
    "medium": (
        "Steady control and two assaults in the past year. Not alone at home this month.",
        "Frightened, but has people around and a place to go. It could change after the hearing.",
        "Threats since the separation, no violence since then. Review after contact with the children resumes.",
    ),
    "standard": (
        "No violence in the past year. Wants advice. Still abuse; can change fast, and was told so.",
        "Living apart and no contact for three months. Knows how to reach us.",
        "First account, little is known yet; nothing points to danger today.",
    ),
}

NOTES = (
    "Talked through the week. Slept a little better. Went over what to do if the bell rings at night.",
    "Wrote to the landlord about the lock together. Next step is the council's answer.",
    "Met at the library. Went through the form for the order, line by line.",
    "The school was told what it may say and to whom. The head teacher agreed.",
    "Spoke about the hearing, who will be there, and the screen in court.",
    "Explained what happens at MARAC and asked for wishes. Would like to hear the outcome by phone only.",
    "Short call between two shifts. Will ring again on Thursday.",
    "Housing appointment went well. Three flats to look at next week.",
    "Said that the children asked questions for the first time. Talked about what to answer.",
    "A hard week. Stayed on the phone until a friend arrived.",
)

ISVA_NOTES = (
    "Support given before the interview: who will be there, what may be asked, breaks whenever wanted.",
    "Practical support: letter for work, travel to the clinic.",
    "Went through the waiting times together and what there is meanwhile.",
    "Support after a letter from the court. Agreed to speak again before the date.",
)

PROGRAMME_NOTES = (
    "Session attended. Worked on noticing the first signs.",
    "Session attended, came late. Homework talked through.",
    "Missed the session; rang afterwards. Next one agreed.",
)

PLANS = (
    "Bag packed at a friend's. Code word agreed with the sister. Phone charged and on silent at night.\n"
    "If it starts: leave by the back, go next door, ring 999.",
    "New locks, light over the door. Route to work changed twice a week. School knows who may collect.\n"
    "Keep the messages; do not answer them.",
    "Bank card and papers are with a friend. A lift is agreed for any hour.\n"
    "Ring us or the police; both numbers are saved under other names.",
)

TASKS = (
    "Ring about the letter from housing",
    "Send the form to the court",
    "Ask the GP for a letter",
    "Book an interpreter for the next meeting",
    "Go over the safety plan together",
    "Speak to the school about collecting",
    "Check the date of the hearing",
)

INCIDENTS = (
    "Waited outside the workplace and followed to the bus.",
    "Kicked the door and shouted. Neighbours rang the police.",
    "A stream of messages over one night, with threats.",
    "Took the car keys and would not give them back.",
)

DECLINE_DETAILS = {
    "no_capacity": "No worker free for the next two weeks, and no place to hold.",
    "chose_not": "Spoke to the person, who does not want this now and may come back.",
    "not_right": "What is wanted is counselling first; we would do this person no good today.",
    "too_near": "Our home lies in the district where the person causing harm lives.",
    "area": "Will stay outside the area that we cover.",
    "mental_health": "Needs more support at night than the house can give.",
    "family_size": "Five children; the largest flat takes four people in all.",
    "child_age": "A son of fifteen; the house takes sons up to thirteen.",
    "no_public_funds": "No funding for the rent could be found.",
    "no_contact": "Three tries on the agreed number at different times, no answer.",
    "funding_refused": "The authority decided not to buy a place this time.",
    "other": "Talked through with the sender by phone.",
}

SAFE_SAYS = (
    "The person, to the referrer",
    "The midwife, who asked when they were alone",
    "The referrer believes so",
    "Nobody has asked yet",
)

RETURN_QUESTIONS = (
    "Where will the person stay from Monday?",
    "Which number is safe in the evening?",
    "Are the police involved already?",
)

LANGUAGES = ("Polish", "Gujarati", "Punjabi", "Romanian", "Somali", "Arabic", "Urdu", "British Sign Language")

ANSWERS = {
    "wants": (
        "Somebody beside me at court",
        "To feel safe at home again",
        "Help with an order",
        "To understand my options",
    ),
    "justice": ("Reported to the police", "An order is in force", "None", "Family court"),
    "immigration": ("No", "No", "Don't know", "Yes"),
    "when": ("In the last 7 days", "8 days to a month ago", "Within a year", "Longer ago", "In childhood"),
    "reported": ("Yes", "No", "Thinking about it", "Not asked yet"),
    "forensic_window": ("No", "Don't know", "Yes"),
    "household": ("One adult", "One adult, a girl of 4", "One adult, boys of 7 and 9", "One adult, a baby"),
    "unsafe_areas": ("Near the ring road, where the family lives", "The town centre", "None known"),
    "ready_when": ("Now", "Later today", "This week", "A planned move"),
    "travel": ("Yes", "Needs the fare", "Needs transport"),
    "medication": ("None", "For asthma", "For sleep"),
    "pets": ("None", "A cat"),
    "route": ("Own wish", "Court or probation", "Children's services", "Family or partner asked"),
    "children_contact": ("Yes", "No", "Not asked yet"),
    "earlier": ("No", "No", "Yes"),
    "reason": (
        "Would like to talk to somebody outside the family",
        "Sleep and low mood",
        "A check after an injury",
    ),
}
