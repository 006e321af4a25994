"""The second step: a code for a session whose password was right."""

from caseflow.access.factors.proving import Proof, find_proof
from caseflow.access.names import name_hash
from caseflow.access.signing.actions import finish_second_step, refuse_code, refuse_sign_in
from caseflow.access.signing.tries import Place
from caseflow.access.viewer import Actor
from caseflow.errors import Invalid

WRONG_CODE = (
    "This code does not fit, or has been used. Wait for the next one, and check the telephone's clock."
)


def prove_second_step(actor: Actor, code: str, *, place: Place) -> str:
    """Open the session to the end, and return its new token; raises Invalid, and Unknown once the sign-in is over."""
    proof = find_proof(actor.user_id, code)
    if proof is None:
        refuse_code(actor, name=name_hash(actor.username), place=place)
        raise Invalid({"code": WRONG_CODE})
    try:
        return finish_second_step(actor, proof, place=place)
    except Invalid:
        # Used up meanwhile: by the user's other window, or by whoever looked over a shoulder.
        refuse_code(actor, name=name_hash(actor.username), place=place)
        raise


def prove_code_again(actor: Actor, code: str, *, place: Place) -> Proof:
    """Return the proof that lies in a code of somebody who is signed in; raises Invalid."""
    proof = find_proof(actor.user_id, code)
    if proof is None:
        refuse_sign_in(actor, name=name_hash(actor.username), place=place, with_code=True)
        raise Invalid({"code": WRONG_CODE})
    return proof
