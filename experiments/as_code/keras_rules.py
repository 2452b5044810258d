"""Keras 3.15: what makes each of our rules. α stands inside the velocity, ε inside the root, and Adam corrects α."""

from .entries import ANOTHER_LENGTH, BY_ALPHA, Entry, Table, by_schedule, off, on, or_no_epsilon

INSIDE = or_no_epsilon(on("epsilon_inside", "Keras has ε inside the root; this optimizer has it outside."))
FOLDED = or_no_epsilon(
    on("fold_correction", "Keras corrects α, and so its ε is larger; this optimizer corrects the averages.")
)
CORRECTED = on("bias_correction", "Keras' Adam always corrects its averages; this optimizer does not.")
SHIFTED = off("look_ahead", "Keras draws the look-ahead point; this optimizer draws the point before it.")
RATE = on("rate_inside", "Keras keeps α inside the velocity: another path than this optimizer's when α changes.")
UNDAMPED = off("dampening", "Keras has no dampening.")
RATES = "learning_rate=learning_rate"
ADAM = f"{RATES}, beta_1=beta1, beta_2=beta2, epsilon=epsilon"
ADAMW = f"keras.optimizers.AdamW({ADAM}, weight_decay=weight_decay)"
SQUARES = f"{RATES}, rho=beta2, epsilon=epsilon, centered=centered"

KERAS: Table = {
    "gradient_descent": (Entry(f"keras.optimizers.SGD({RATES})"),),
    "momentum": (
        Entry(
            f"keras.optimizers.SGD({RATES}, momentum=beta1)", (UNDAMPED,), (RATE,), form={"average": False}, rests=True
        ),
        Entry(  # v is 1 − β₁ times as long, and α as much larger
            f"keras.optimizers.SGD({RATES} * (1 - beta1), momentum=beta1)",
            (UNDAMPED,),
            (RATE,),
            form={"average": True},
            differs={"beta1": ANOTHER_LENGTH},
        ),
    ),
    "nesterov": (
        Entry(f"keras.optimizers.SGD({RATES}, momentum=beta1, nesterov=True)", (SHIFTED,), (RATE,), rests=True),
    ),
    "adagrad": (
        Entry(
            f"keras.optimizers.Adagrad({RATES}, initial_accumulator_value=initial_s, epsilon=epsilon)",
            (INSIDE,),
        ),
    ),
    "adadelta": (Entry(f"keras.optimizers.Adadelta({RATES}, rho=beta2, epsilon=epsilon)"),),
    "rmsprop": (Entry(f"keras.optimizers.RMSprop({SQUARES})", (INSIDE,)),),
    "rmsprop_momentum": (
        Entry(
            f"keras.optimizers.RMSprop({SQUARES}, momentum=beta1)",
            (INSIDE, off("nesterov", "Keras' RMSprop has no Nesterov form.")),
            (RATE,),
            rests=True,
        ),
    ),
    "adam": (Entry(f"keras.optimizers.Adam({ADAM})", (CORRECTED, FOLDED)),),
    "amsgrad": (
        Entry(
            f"keras.optimizers.Adam({ADAM}, amsgrad=True)",
            (off("of_corrected", "Keras takes the maximum of s; this optimizer takes that of ŝ."), FOLDED),
        ),
    ),
    "adamax": (
        Entry(
            f"keras.optimizers.Adamax({ADAM})",
            (or_no_epsilon(on("epsilon_added", "Keras adds ε to u; this optimizer has it in the maximum.")),),
        ),
    ),
    "nadam": (
        Entry(
            f"keras.optimizers.Nadam({ADAM})",
            (
                (
                    (lambda racer: racer.fade == 0.96),
                    "Keras' Nadam fades β₁ in by 0.96 a step; this one by another.",
                ),
            ),
        ),
    ),
    "adamw": (Entry(ADAMW, (FOLDED,), form=BY_ALPHA), by_schedule(ADAMW, FOLDED)),
    "lion": (
        Entry(
            f"keras.optimizers.Lion({RATES}, beta_1=beta1, beta_2=beta2, weight_decay=weight_decay)",
            (((lambda racer: racer.beta1 > 0), "Keras' Lion wants β₁ above 0."),),
        ),
    ),
}
