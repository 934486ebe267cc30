module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.9035094e+00, 8.494232e-01, 1.6230767e+00, 1.608042e+00, 1.8710521e+00, -1.9956675e+00, -4.672477e-01, -1.48032e+00, 1.5162576e+00], [1.6246713e+00, -1.6190019e+00, -1.5056486e+00, 1.5877632e+00, 1.1962773e+00, 1.9895941e+00, 1.1620911e+00, -2.4527532e-01, -1.5527948e+00], [-1.8967171e+00, 1.6350396e+00, -1.2828046e+00, 7.5203186e-01, 1.9584696e+00, 5.3188455e-01, -1.0628277e+00, -4.222591e-01, 1.6352967e+00], [1.9551597e+00, 3.8992134e-01, -1.4805536e+00, 9.7402763e-01, -1.030493e+00, -9.951842e-01, -4.02281e-01, -1.8597595e-01, -1.1123791e-01]]> : tensor<4x9xf32>
    %out = func.call @function(%in0) : (tensor<4x9xf32>) -> (tensor<4x3xf32>)
    %expected0 = stablehlo.constant dense<[[1.9035094e+00, 1.8710521e+00, 1.6230767e+00], [1.9895941e+00, 1.6246713e+00, 1.5877632e+00], [1.9584696e+00, 1.6352967e+00, 1.6350396e+00], [1.9551597e+00, 9.7402763e-01, 3.8992134e-01]]> : tensor<4x3xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.990e-04 : tensor<4x3xf32>
    return
  }
  func.func @top_k_gt_f32_comparator(%arg0: tensor<f32>, %arg1: tensor<f32>, %arg2: tensor<i32>, %arg3: tensor<i32>) -> tensor<i1> {
    %0 = stablehlo.compare GT, %arg0, %arg1 : (tensor<f32>, tensor<f32>) -> tensor<i1>
    stablehlo.return %0 : tensor<i1>
  }
  func.func private @function(%arg0: tensor<4x9xf32>) -> (tensor<4x3xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.iota dim = 1 : tensor<4x9xi32>
    %c = stablehlo.constant dense<-1> : tensor<i32>
    %cst = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %1:2 = stablehlo.custom_call @ApproxTopK(%arg0, %0, %cst, %c) {backend_config = "", called_computations = [@top_k_gt_f32_comparator], mhlo.backend_config = {aggregate_to_topk = true, is_fallback = true, recall_target = 0.949999988 : f32, reduction_dim = 1 : i64, reduction_input_size_override = -1 : i64, top_k = 3 : i64}} : (tensor<4x9xf32>, tensor<4x9xi32>, tensor<f32>, tensor<i32>) -> (tensor<4x3xf32>, tensor<4x3xi32>)
    return %1#0 : tensor<4x3xf32>
  }
}
