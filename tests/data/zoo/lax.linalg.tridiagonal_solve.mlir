module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[-1.6350015e+00, 9.729886e-01, -1.9584175e+00, -1.9502444e+00, 8.707981e-01]> : tensor<5xf32>
    %in1 = stablehlo.constant dense<[[-6.6852145e-02, -1.1448436e+00], [-9.049504e-01, 5.1641953e-01], [4.4917917e-01, -8.5397226e-01], [4.59663e-01, 8.06851e-01], [-1.8146875e+00, 1.7176121e+00]]> : tensor<5x2xf32>
    %out = func.call @function(%in0, %in1) : (tensor<5xf32>, tensor<5x2xf32>) -> (tensor<5x2xf32>)
    %expected0 = stablehlo.constant dense<[[-4.1169815e-02, -4.7638848e-01], [-1.866322e-01, 1.1122717e-01], [2.3812656e-01, -3.7731108e-01], [1.8880485e-01, 4.271843e-01], [-3.725647e-01, 3.5263464e-01]]> : tensor<5x2xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 4.764e-05 : tensor<5x2xf32>
    return
  }
  func.func private @function(%arg0: tensor<5xf32>, %arg1: tensor<5x2xf32>) -> (tensor<5x2xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %1 = stablehlo.multiply %arg0, %0 : tensor<5xf32>
    %cst_0 = stablehlo.constant dense<4.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %3 = stablehlo.add %arg0, %2 : tensor<5xf32>
    %cst_1 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %5 = stablehlo.multiply %arg0, %4 : tensor<5xf32>
    %6:5 = stablehlo.custom_call @lapack_sgtsv_ffi(%1, %3, %5, %arg1) {backend_config = "", mhlo.backend_config = {}, mhlo.frontend_attributes = {num_batch_dims = "0"}, operand_layouts = [dense<0> : tensor<1xindex>, dense<0> : tensor<1xindex>, dense<0> : tensor<1xindex>, dense<[0, 1]> : tensor<2xindex>], output_operand_aliases = [#stablehlo.output_operand_alias<output_tuple_indices = [0], operand_index = 0, operand_tuple_indices = []>, #stablehlo.output_operand_alias<output_tuple_indices = [1], operand_index = 1, operand_tuple_indices = []>, #stablehlo.output_operand_alias<output_tuple_indices = [2], operand_index = 2, operand_tuple_indices = []>, #stablehlo.output_operand_alias<output_tuple_indices = [3], operand_index = 3, operand_tuple_indices = []>], result_layouts = [dense<0> : tensor<1xindex>, dense<0> : tensor<1xindex>, dense<0> : tensor<1xindex>, dense<[0, 1]> : tensor<2xindex>, dense<> : tensor<0xindex>], sdy.sharding_rule = #sdy.op_sharding_rule<([i], [j], [k], [l, m])->([n], [o], [p], [q, r], []) {i=5, j=5, k=5, l=5, m=2, n=5, o=5, p=5, q=5, r=2}, custom>} : (tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5x2xf32>) -> (tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5x2xf32>, tensor<i32>)
    %c = stablehlo.constant dense<0> : tensor<i32>
    %7 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<i32>
    %8 = stablehlo.compare EQ, %6#4, %7, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %9 = stablehlo.broadcast_in_dim %8, dims = [] : (tensor<i1>) -> tensor<1x1xi1>
    %cst_2 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
    %10 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<5x2xf32>
    %11 = stablehlo.broadcast_in_dim %9, dims = [0, 1] : (tensor<1x1xi1>) -> tensor<5x2xi1>
    %12 = stablehlo.select %11, %6#3, %10 : tensor<5x2xi1>, tensor<5x2xf32>
    return %12 : tensor<5x2xf32>
  }
}
