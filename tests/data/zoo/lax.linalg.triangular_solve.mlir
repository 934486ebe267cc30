module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.4766289e+00, -4.6003446e-02, 1.9742962e+00, 1.0251253e+00], [3.6132357e-01, -1.8224755e-01, 3.44377e-02, 1.8525784e+00], [-9.486763e-01, -1.6705835e+00, -3.8606647e-01, 6.6346395e-01], [2.854545e-01, 1.1630058e+00, -7.307141e-01, 1.7237641e+00]]> : tensor<4x4xf32>
    %in1 = stablehlo.constant dense<[[-7.9097e-01, -1.2435873e+00, 1.2840983e-01, -8.394197e-01], [1.960281e+00, 1.99919e+00, 5.1134914e-01, -3.9574757e-01], [1.9701487e+00, -9.671078e-01, 7.7501047e-01, 1.6085885e+00], [1.4038243e+00, 5.3015035e-01, 9.386231e-01, 1.0417546e+00]]> : tensor<4x4xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x4xf32>, tensor<4x4xf32>) -> (tensor<4x4xf32>)
    %expected0 = stablehlo.constant dense<[[-4.3119965e+00, 8.6560667e-01, -1.1911299e+00, -3.8270538e+00], [-6.761862e-01, 1.0624628e+00, -1.2327675e+00, -2.3572733e+00], [1.0387619e+00, -1.3188434e+00, 1.522679e-01, 9.174218e-01], [1.4038243e+00, 5.3015035e-01, 9.386231e-01, 1.0417546e+00]]> : tensor<4x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 4.312e-03 : tensor<4x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>, %arg1: tensor<4x4xf32>) -> (tensor<4x4xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.custom_call @lapack_strsm_ffi(%arg0, %arg1) {backend_config = "", mhlo.backend_config = {diag = 85 : ui8, side = 76 : ui8, trans_x = 78 : ui8, uplo = 85 : ui8}, mhlo.frontend_attributes = {num_batch_dims = "0"}, operand_layouts = [dense<[0, 1]> : tensor<2xindex>, dense<[0, 1]> : tensor<2xindex>], output_operand_aliases = [#stablehlo.output_operand_alias<output_tuple_indices = [], operand_index = 1, operand_tuple_indices = []>], result_layouts = [dense<[0, 1]> : tensor<2xindex>], sdy.sharding_rule = #sdy.op_sharding_rule<([i, j], [k, l])->([m, n]) {i=4, j=4, k=4, l=4, m=4, n=4}, custom>} : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
    return %0 : tensor<4x4xf32>
  }
}
