"""Exports a small GPT from JAX as StableHLO text: its training state, its training step, and a program that writes text with its weights:
init.mlir, step.mlir and generate.mlir beside this file.

    pip install "jax[cpu]==0.10.2"
    python export.py                           # the programs in this folder
    python export.py --layers 6 --width 384 --out /tmp/gpt

`init` maps a seed to the training state. `step` maps the donated state and a batch of tokens [batch, length + 1] to the new state and the
metrics. `generate` maps parameters, a prompt, a seed and a temperature to bytes of text. Nothing here knows of Partita, but for the attribute that says
how a prompt is padded: any program of this form trains with `partita train` and writes with `partita run --weights`.
"""
import argparse
import dataclasses
import functools
import os
import re

import jax
import jax.numpy as jnp

jax.config.update('jax_hlo_source_file_canonicalization_regex', '.*/')  # locations name files, not folders


@dataclasses.dataclass(frozen=True)
class Config:
    layers: int
    width: int
    heads: int
    length: int
    batch: int
    vocab: int = 256  # bytes
    peak_rate: float = 3e-3
    warmup: int = 50
    decay_steps: int = 1000
    weight_decay: float = 0.1


def normal(key, shape, scale=0.02):
    return scale * jax.random.normal(key, shape, jnp.float32)


def norm_params(width):
    return {'scale': jnp.ones(width), 'bias': jnp.zeros(width)}


def init_params(key, c):
    keys = iter(jax.random.split(key, 3 + 6 * c.layers))
    depth, out_scale = c.width // c.heads, 0.02 / (2 * c.layers) ** 0.5
    params = {'embed': normal(next(keys), (c.vocab, c.width)), 'position': normal(next(keys), (c.length, c.width)),
              'head': normal(next(keys), (c.width, c.vocab)), 'norm': norm_params(c.width), 'layers': []}
    for _ in range(c.layers):
        params['layers'].append({
            'attn_norm': norm_params(c.width),
            'attn': {'wq': normal(next(keys), (c.width, c.heads, depth)), 'wk': normal(next(keys), (c.width, c.heads, depth)),
                     'wv': normal(next(keys), (c.width, c.heads, depth)),
                     'wo': normal(next(keys), (c.heads, depth, c.width), out_scale)},
            'mlp_norm': norm_params(c.width),
            'mlp': {'w_in': normal(next(keys), (c.width, 4 * c.width)), 'b_in': jnp.zeros(4 * c.width),
                    'w_out': normal(next(keys), (4 * c.width, c.width), out_scale), 'b_out': jnp.zeros(c.width)}})
    return params


def layer_norm(x, p):
    mean = x.mean(-1, keepdims=True)
    variance = jnp.square(x - mean).mean(-1, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(variance + 1e-5) * p['scale'] + p['bias']


def attention(x, p, known=None):
    """KNOWN: positions that may be looked at, where not all may."""
    q, k, v = (jnp.einsum('bsd,dhe->bshe', x, p[name]) for name in ('wq', 'wk', 'wv'))
    scores = jnp.einsum('bqhe,bkhe->bhqk', q, k) * q.shape[-1] ** -0.5
    mask = jnp.tril(jnp.ones(scores.shape[-2:], bool))
    if known is not None:
        mask = mask & known
    weights = jax.nn.softmax(jnp.where(mask, scores, -1e30), axis=-1)
    return jnp.einsum('bhqk,bkhe,hed->bqd', weights, v, p['wo'])


def predict(params, x, known=None):
    """Logits of the next byte at every position of embeddings X."""
    for p in params['layers']:
        x = x + attention(layer_norm(x, p['attn_norm']), p['attn'], known)
        h = layer_norm(x, p['mlp_norm'])
        x = x + jax.nn.gelu(h @ p['mlp']['w_in'] + p['mlp']['b_in']) @ p['mlp']['w_out'] + p['mlp']['b_out']
    return layer_norm(x, params['norm']) @ params['head']


def loss_fn(params, tokens):
    """Mean cross-entropy of the next byte."""
    inputs, labels = tokens[:, :-1], tokens[:, 1:]
    logits = predict(params, params['embed'][inputs] + params['position'])
    picked = jnp.take_along_axis(logits, labels[..., None], axis=-1)[..., 0]
    return (jax.nn.logsumexp(logits, axis=-1) - picked).mean()


def init(seed, c):
    params = init_params(jax.random.key(seed), c)
    zeros = jax.tree.map(jnp.zeros_like, params)
    return {'m': zeros, 'params': params, 'step': jnp.int32(0), 'v': zeros}


def step(state, tokens, c, b1=0.9, b2=0.95, eps=1e-8, clip=1.0):
    """One step of AdamW with clipping by the global norm, linear warm-up and cosine decay; weight decay on matrices only."""
    loss, grads = jax.value_and_grad(loss_fn)(state['params'], tokens)
    norm = jnp.sqrt(sum(jnp.square(g).sum() for g in jax.tree.leaves(grads)))
    grads = jax.tree.map(lambda g: g * jnp.minimum(1.0, clip / (norm + 1e-6)), grads)
    count = state['step'] + 1
    t = count.astype(jnp.float32)
    progress = jnp.clip((t - c.warmup) / (c.decay_steps - c.warmup), 0.0, 1.0)
    rate = c.peak_rate * jnp.minimum(1.0, t / c.warmup) * (0.1 + 0.45 * (1.0 + jnp.cos(jnp.pi * progress)))
    m = jax.tree.map(lambda m, g: b1 * m + (1 - b1) * g, state['m'], grads)
    v = jax.tree.map(lambda v, g: b2 * v + (1 - b2) * g * g, state['v'], grads)

    def update(p, m, v):
        delta = m / (1 - b1 ** t) / (jnp.sqrt(v / (1 - b2 ** t)) + eps)
        return p - rate * (delta + (c.weight_decay * p if p.ndim > 1 else 0.0))

    params = jax.tree.map(update, state['params'], m, v)
    return {'m': m, 'params': params, 'step': count, 'v': v}, {'grad_norm': norm, 'learning_rate': rate, 'loss': loss}


PAD = -1  # before a prompt that is shorter than the window


def generate(params, prompt, seed, temperature, c, count):
    """COUNT bytes of text that follow PROMPT, which stands at the right of a window of c.length tokens with PAD before it. Each byte is
    drawn from the softmax of the logits over TEMPERATURE, by SEED; the window then moves on by one."""
    key = jax.random.key(seed)

    def body(i, state):
        window, text = state
        known = window != PAD
        position = jnp.maximum(jnp.arange(c.length) - (~known).sum(), 0)
        x = params['embed'][jnp.maximum(window, 0)] + params['position'][position]
        logits = predict(params, x[None], known[None, None, None, :])[0, -1]
        token = jax.random.categorical(jax.random.fold_in(key, i), logits / jnp.maximum(temperature, 1e-3)).astype(jnp.int32)
        return jnp.append(window[1:], token), text.at[i].set(token.astype(jnp.uint8))

    return jax.lax.fori_loop(0, count, body, (prompt, jnp.zeros(count, jnp.uint8)))[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--layers', type=int, default=2)
    parser.add_argument('--width', type=int, default=128)
    parser.add_argument('--heads', type=int, default=4)
    parser.add_argument('--length', type=int, default=64)
    parser.add_argument('--batch', type=int, default=16)
    parser.add_argument('--count', type=int, default=300, help='bytes that generate.mlir writes')
    parser.add_argument('--out', default=os.path.dirname(os.path.abspath(__file__)))
    options = vars(parser.parse_args())
    out, count = options.pop('out'), options.pop('count')
    c = Config(**options)
    seed = jax.ShapeDtypeStruct((), jnp.int32)
    tokens = jax.ShapeDtypeStruct((c.batch, c.length + 1), jnp.int32)
    state = jax.eval_shape(lambda s: init(s, c), seed)
    programs = {
        'init.mlir': jax.jit(functools.partial(init, c=c)).lower(seed),
        'step.mlir': jax.jit(functools.partial(step, c=c), donate_argnums=0, keep_unused=True).lower(state, tokens),
    }
    prompt = jax.ShapeDtypeStruct((c.length,), jnp.int32)
    temperature = jax.ShapeDtypeStruct((), jnp.float32)
    programs['generate.mlir'] = jax.jit(functools.partial(generate, c=c, count=count), keep_unused=True).lower(
        state['params'], prompt, seed, temperature)
    os.makedirs(out, exist_ok=True)
    for name, lowered in programs.items():
        text = lowered.as_text(debug_info=True)
        if name == 'generate.mlir':  # JAX has no way to give an argument an attribute
            text = re.sub(r'(%arg\d+: tensor<\d+xi32>)( loc\("prompt"\))', rf'\1 {{partita.pad = {PAD} : i32}}\2', text)
        with open(os.path.join(out, name), 'w') as f:
            f.write(text)


if __name__ == '__main__':
    main()
