"""optax 0.2.8: what makes each of our rules. α stands outside the velocity of SGD, and inside that of RMSprop."""

from .entries import ANOTHER_LENGTH, BOTH, BY_ALPHA, Entry, Table, by_schedule, off, on, or_no_epsilon

UNFOLDED = or_no_epsilon(
    off("fold_correction", "optax corrects the averages; this optimizer corrects α, and so its ε is larger.")
)
CORRECTED = on("bias_correction", "optax always corrects these averages; this optimizer does not.")
SHIFTED = off("look_ahead", "optax draws the look-ahead point; this optimizer draws the point before it.")
OUTSIDE = off("rate_inside", "optax keeps α outside this velocity: another path than this optimizer's when α changes.")
UNDAMPED = off("dampening", "optax has no dampening.")
AVERAGED = "{title} finds the averaged point by the newest α and β₁ alone; here their history counts."
ADAM = "learning_rate, b1=beta1, b2=beta2, eps=epsilon"
ADAMW = f"optax.adamw({ADAM}, weight_decay=weight_decay)"
SQUARES = "learning_rate, decay=beta2, eps=epsilon, eps_in_sqrt=epsilon_inside, centered=centered"

OPTAX: Table = {
    "gradient_descent": (Entry("optax.sgd(learning_rate)"),),
    "momentum": (
        Entry("optax.sgd(learning_rate, momentum=beta1)", (UNDAMPED,), (OUTSIDE,), form={"average": False}),
        Entry(  # v is 1 − β₁ times as long, and α as much larger
            "optax.sgd(learning_rate * (1 - beta1), momentum=beta1)",
            (UNDAMPED,),
            (OUTSIDE,),
            form={"average": True},
            differs={"beta1": ANOTHER_LENGTH},
        ),
    ),
    "nesterov": (Entry("optax.sgd(learning_rate, momentum=beta1, nesterov=True)", (SHIFTED,), (OUTSIDE,)),),
    "adagrad": (
        Entry(
            "optax.adagrad(learning_rate, initial_accumulator_value=initial_s, eps=epsilon)",
            (or_no_epsilon(on("epsilon_inside", "optax has ε inside the root; this optimizer has it outside.")),),
        ),
    ),
    "adadelta": (Entry("optax.adadelta(learning_rate, rho=beta2, eps=epsilon)"),),
    "rmsprop": (Entry(f"optax.rmsprop({SQUARES})"),),
    "rmsprop_momentum": (
        Entry(
            f"optax.rmsprop({SQUARES}, momentum=beta1, nesterov=nesterov)",
            scheduled=(
                on(
                    "rate_inside",
                    "optax keeps α inside this velocity: another path than this one when α changes.",
                ),
            ),
        ),
    ),
    "adam": (Entry(f"optax.adam({ADAM})", (CORRECTED, UNFOLDED)),),
    "amsgrad": (
        Entry(
            f"optax.amsgrad({ADAM})",
            (on("of_corrected", "optax takes the maximum of ŝ; this optimizer takes that of s."), UNFOLDED),
        ),
    ),
    "adamax": (
        Entry(
            f"optax.adamax({ADAM})",
            (or_no_epsilon(off("epsilon_added", "optax has ε in the maximum; this optimizer adds it to u.")),),
        ),
    ),
    "nadam": (
        Entry(
            f"optax.nadam({ADAM})", (off("fade", "optax keeps β₁ as it is; this optimizer fades it in."),), differs=BOTH
        ),
    ),
    "adamw": (Entry(ADAMW, (UNFOLDED,), form=BY_ALPHA), by_schedule(ADAMW, UNFOLDED)),
    "radam": (
        Entry(
            f"optax.radam({ADAM})",
            (or_no_epsilon(off("fold_correction", "optax corrects the averages; this optimizer corrects α.")),),
        ),
    ),
    "adabelief": (
        Entry(
            f"optax.adabelief({ADAM}, eps_root=epsilon)",
            (or_no_epsilon(on("epsilon_in_average", "optax adds ε to s at every step; this optimizer adds it once.")),),
        ),
    ),
    "yogi": (
        Entry(
            "optax.chain(optax.scale_by_yogi(b1=beta1, b2=beta2, eps=epsilon, initial_accumulator_value=initial_s),"
            " optax.scale_by_learning_rate(learning_rate))",
            (
                CORRECTED,
                (
                    (lambda racer: racer.initial_v == racer.initial_s),
                    "optax begins v and s alike; this optimizer does not.",
                ),
            ),
        ),
    ),
    "lion": (Entry("optax.lion(learning_rate, b1=beta1, b2=beta2, weight_decay=weight_decay)"),),
    "schedule_free": (
        Entry(
            "optax.contrib.schedule_free_sgd(learning_rate, b1=beta1)",
            (((lambda racer: racer.beta1 > 0), "optax loses the averaged point at β₁ = 0."),),
            differs=dict.fromkeys(("learning_rate", "beta1"), AVERAGED),
            point="optax.contrib.schedule_free_eval_params(state, params)",
        ),
    ),
    "sign_descent": (Entry("optax.sign_sgd(learning_rate)"),),
    "lbfgs": "optax's L-BFGS finds its lengths in another way than this optimizer.",
    "rprop": "optax (0.2.8) makes each step of Rprop one gradient late; this optimizer does not.",
}
