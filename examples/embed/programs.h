/* The programs of both examples, as a framework would export them: text with global shapes.
 *
 * kInit makes the parameters of a network of two layers; kStep improves them with one batch by gradient descent and
 * gives the loss of the batch before. The parameters are donated (tf.aliasing_output), so that a step writes the new
 * ones where the old ones were. */
#ifndef EXAMPLES_EMBED_PROGRAMS_H_
#define EXAMPLES_EMBED_PROGRAMS_H_

enum { kBatch = 32, kInputs = 2, kHidden = 16 };

static const char kInit[] =
    "module @init {\n"
    "  func.func public @main() -> (tensor<2x16xf32> {jax.result_info = \"result['w1']\"},\n"
    "                               tensor<16xf32> {jax.result_info = \"result['w2']\"}) {\n"
    "    %i = stablehlo.iota dim = 0 : tensor<32xf32>\n"
    "    %f = stablehlo.constant dense<12.9898> : tensor<32xf32>\n"
    "    %p = stablehlo.multiply %i, %f : tensor<32xf32>\n"
    "    %s = stablehlo.sine %p : tensor<32xf32>\n"
    "    %w1 = stablehlo.reshape %s : (tensor<32xf32>) -> tensor<2x16xf32>\n"
    "    %j = stablehlo.iota dim = 0 : tensor<16xf32>\n"
    "    %g = stablehlo.constant dense<4.1414> : tensor<16xf32>\n"
    "    %q = stablehlo.multiply %j, %g : tensor<16xf32>\n"
    "    %t = stablehlo.sine %q : tensor<16xf32>\n"
    "    %h = stablehlo.constant dense<0.25> : tensor<16xf32>\n"
    "    %w2 = stablehlo.multiply %t, %h : tensor<16xf32>\n"
    "    return %w1, %w2 : tensor<2x16xf32>, tensor<16xf32>\n"
    "  }\n"
    "}\n";

/* h = tanh(x w1), y' = h w2, loss = mean((y' - y)^2); parameters less 0.1 times their gradients. */
static const char kStep[] =
    "module @step {\n"
    "  func.func public @main(%w1: tensor<2x16xf32> {tf.aliasing_output = 0 : i32},\n"
    "                         %w2: tensor<16xf32> {tf.aliasing_output = 1 : i32},\n"
    "                         %x: tensor<32x2xf32>, %y: tensor<32xf32>)\n"
    "      -> (tensor<2x16xf32> {jax.result_info = \"result[0]['w1']\"},\n"
    "          tensor<16xf32> {jax.result_info = \"result[0]['w2']\"},\n"
    "          tensor<f32> {jax.result_info = \"result[1]['loss']\"}) {\n"
    "    %zero = stablehlo.constant dense<0.0> : tensor<f32>\n"
    "    %a = stablehlo.dot_general %x, %w1, contracting_dims = [1] x [0]\n"
    "        : (tensor<32x2xf32>, tensor<2x16xf32>) -> tensor<32x16xf32>\n"
    "    %h = stablehlo.tanh %a : tensor<32x16xf32>\n"
    "    %p = stablehlo.dot_general %h, %w2, contracting_dims = [1] x [0]\n"
    "        : (tensor<32x16xf32>, tensor<16xf32>) -> tensor<32xf32>\n"
    "    %d = stablehlo.subtract %p, %y : tensor<32xf32>\n"
    "    %dd = stablehlo.multiply %d, %d : tensor<32xf32>\n"
    "    %sum = stablehlo.reduce(%dd init: %zero) applies stablehlo.add across dimensions = [0]\n"
    "        : (tensor<32xf32>, tensor<f32>) -> tensor<f32>\n"
    "    %n = stablehlo.constant dense<32.0> : tensor<f32>\n"
    "    %loss = stablehlo.divide %sum, %n : tensor<f32>\n"
    "    %c = stablehlo.constant dense<0.0625> : tensor<32xf32>\n" /* 2 / 32 */
    "    %dp = stablehlo.multiply %d, %c : tensor<32xf32>\n"
    "    %g2 = stablehlo.dot_general %h, %dp, contracting_dims = [0] x [0]\n"
    "        : (tensor<32x16xf32>, tensor<32xf32>) -> tensor<16xf32>\n"
    "    %dpb = stablehlo.broadcast_in_dim %dp, dims = [0] : (tensor<32xf32>) -> tensor<32x16xf32>\n"
    "    %w2b = stablehlo.broadcast_in_dim %w2, dims = [1] : (tensor<16xf32>) -> tensor<32x16xf32>\n"
    "    %dh = stablehlo.multiply %dpb, %w2b : tensor<32x16xf32>\n"
    "    %hh = stablehlo.multiply %h, %h : tensor<32x16xf32>\n"
    "    %one = stablehlo.constant dense<1.0> : tensor<32x16xf32>\n"
    "    %dt = stablehlo.subtract %one, %hh : tensor<32x16xf32>\n"
    "    %da = stablehlo.multiply %dh, %dt : tensor<32x16xf32>\n"
    "    %g1 = stablehlo.dot_general %x, %da, contracting_dims = [0] x [0]\n"
    "        : (tensor<32x2xf32>, tensor<32x16xf32>) -> tensor<2x16xf32>\n"
    "    %r1 = stablehlo.constant dense<0.1> : tensor<2x16xf32>\n"
    "    %r2 = stablehlo.constant dense<0.1> : tensor<16xf32>\n"
    "    %u1 = stablehlo.multiply %g1, %r1 : tensor<2x16xf32>\n"
    "    %u2 = stablehlo.multiply %g2, %r2 : tensor<16xf32>\n"
    "    %n1 = stablehlo.subtract %w1, %u1 : tensor<2x16xf32>\n"
    "    %n2 = stablehlo.subtract %w2, %u2 : tensor<16xf32>\n"
    "    return %n1, %n2, %loss : tensor<2x16xf32>, tensor<16xf32>, tensor<f32>\n"
    "  }\n"
    "}\n";

#endif
