module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.9327503e+00, -7.6581633e-01, -1.8341422e+00, -1.1998017e+00], [-2.0129178e-01, 1.7347188e+00, -1.9358788e+00, 7.1401554e-01], [9.472571e-01, -3.6341938e-01, 5.675471e-01, 7.899793e-01], [1.9207654e+00, 1.130428e+00, 6.376993e-02, 1.0580953e+00]]> : tensor<4x4xf32>
    %in1 = stablehlo.constant dense<[1.8220627e+00, -4.2338443e-01, -3.920012e-01, 1.8925188e+00]> : tensor<4xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x4xf32>, tensor<4xf32>) -> (tensor<4x4xf32>)
    %expected0 = stablehlo.constant dense<[[-8.2206273e-01, -8.873859e-01, -1.8910167e+00, 4.4242816e+00], [3.6676624e-01, 1.6020079e+00, 1.7842849e-01, -1.3149841e+00], [-1.7259618e+00, -9.944487e-01, -3.2578814e-01, 4.3228607e+00], [-3.4997551e+00, -1.2258545e+00, -3.8357942e+00, 7.1242976e+00]]> : tensor<4x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 7.124e-04 : tensor<4x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>, %arg1: tensor<4xf32>) -> (tensor<4x4xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.custom_call @lapack_sorgqr_ffi(%arg0, %arg1) {backend_config = "", mhlo.backend_config = {}, mhlo.frontend_attributes = {num_batch_dims = "0"}, operand_layouts = [dense<[0, 1]> : tensor<2xindex>, dense<0> : tensor<1xindex>], output_operand_aliases = [#stablehlo.output_operand_alias<output_tuple_indices = [], operand_index = 0, operand_tuple_indices = []>], result_layouts = [dense<[0, 1]> : tensor<2xindex>], sdy.sharding_rule = #sdy.op_sharding_rule<([i, j], [k])->([l, m]) {i=4, j=4, k=4, l=4, m=4}, custom>} : (tensor<4x4xf32>, tensor<4xf32>) -> tensor<4x4xf32>
    return %0 : tensor<4x4xf32>
  }
}
