"""PyTorch 2.13: what makes each of our rules. ε stands outside the root and α outside the velocity everywhere."""

from .entries import ANOTHER_LENGTH, BY_ALPHA, Entry, Table, by_schedule, off, on, or_no_epsilon

OUTSIDE = or_no_epsilon(off("epsilon_inside", "PyTorch has ε outside the root; this optimizer has it inside."))
UNFOLDED = or_no_epsilon(
    off("fold_correction", "PyTorch corrects the averages; this optimizer corrects α, and so its ε is larger.")
)
CORRECTED = on("bias_correction", "PyTorch's Adam always corrects its averages; this optimizer does not.")
SHIFTED = off("look_ahead", "PyTorch draws the look-ahead point; this optimizer draws the point before it.")
RATE = off("rate_inside", "PyTorch keeps α outside the velocity: another path than this optimizer's when α changes.")
ROLLS = (lambda racer: racer.beta1 > 0), "PyTorch's Nesterov wants β₁ above 0."
DAMPED = (lambda racer: racer.beta1 > 0 or racer.dampening == 0), "PyTorch has no dampening at β₁ = 0."
ADAM = "[params], lr=learning_rate, betas=(beta1, beta2), eps=epsilon"
ADAMW = f"torch.optim.AdamW({ADAM}, weight_decay=weight_decay)"
SQUARES = "[params], lr=learning_rate, alpha=beta2, eps=epsilon, centered=centered"

PYTORCH: Table = {
    "gradient_descent": (Entry("torch.optim.SGD([params], lr=learning_rate)"),),
    "momentum": (
        Entry(
            "torch.optim.SGD([params], lr=learning_rate, momentum=beta1, dampening=dampening)",
            (DAMPED,),
            (RATE,),
            form={"average": False},
            rests=True,
        ),
        Entry(  # v is 1 − β₁ times as long, and α as much larger
            "torch.optim.SGD([params], lr=learning_rate * (1 - beta1), momentum=beta1, dampening=dampening)",
            (DAMPED,),
            (RATE,),
            form={"average": True},
            differs={"beta1": ANOTHER_LENGTH},
        ),
    ),
    "nesterov": (
        Entry(
            "torch.optim.SGD([params], lr=learning_rate, momentum=beta1, nesterov=True)",
            (SHIFTED, ROLLS),
            (RATE,),
            rests=True,
        ),
    ),
    "adagrad": (
        Entry(
            "torch.optim.Adagrad([params], lr=learning_rate, initial_accumulator_value=initial_s, eps=epsilon)",
            (OUTSIDE,),
        ),
    ),
    "adadelta": (Entry("torch.optim.Adadelta([params], lr=learning_rate, rho=beta2, eps=epsilon)"),),
    "rmsprop": (Entry(f"torch.optim.RMSprop({SQUARES})", (OUTSIDE,)),),
    "rmsprop_momentum": (
        Entry(
            f"torch.optim.RMSprop({SQUARES}, momentum=beta1)",
            (OUTSIDE, off("nesterov", "PyTorch's RMSprop has no Nesterov form.")),
            (RATE,),
            rests=True,
        ),
    ),
    "adam": (Entry(f"torch.optim.Adam({ADAM})", (CORRECTED, UNFOLDED)),),
    "amsgrad": (
        Entry(
            f"torch.optim.Adam({ADAM}, amsgrad=True)",
            (off("of_corrected", "PyTorch takes the maximum of s; this optimizer takes that of ŝ."), UNFOLDED),
        ),
    ),
    "adamax": (
        Entry(
            f"torch.optim.Adamax({ADAM})",
            (or_no_epsilon(off("epsilon_added", "PyTorch has ε in the maximum; this optimizer adds it to u.")),),
        ),
    ),
    "nadam": (
        Entry(  # fade = 0.96^ψ, and ψ is PyTorch's
            f"torch.optim.NAdam({ADAM}, momentum_decay=math.log(fade) / math.log(0.96))",
            (on("fade", "PyTorch's NAdam fades β₁ in; this optimizer does not."),),
        ),
    ),
    "adamw": (Entry(ADAMW, (UNFOLDED,), form=BY_ALPHA), by_schedule(ADAMW, UNFOLDED)),
    "radam": (
        Entry(
            f"torch.optim.RAdam({ADAM})",
            (or_no_epsilon(on("fold_correction", "PyTorch's RAdam corrects α; this one corrects the averages.")),),
        ),
    ),
    "rprop": (
        Entry(
            "torch.optim.Rprop([params], lr=learning_rate, etas=(shrink, grow))",
            (
                ((lambda racer: racer.shrink > 0), "PyTorch's Rprop wants η⁻ above 0."),
                ((lambda racer: racer.grow > 1), "PyTorch's Rprop wants η⁺ above 1."),
            ),
        ),
    ),
    "lbfgs": (
        Entry(
            "torch.optim.LBFGS([params], lr=learning_rate, max_iter=1, history_size=memory)",
            (off("line_search", "PyTorch's L-BFGS has another line search than this optimizer."),),
            closure=True,
        ),
    ),
}
