module @jit_log_sigmoid attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.8428917e+00, 1.3793621e+00, 1.0032191e+00, -1.3846552e+00, 1.917359e-03], [1.7111763e+00, 1.6236663e+00, 3.6798114e-01, 1.425956e+00, 2.987277e-01], [-4.577492e-01, 8.4013474e-01, -1.7705745e+00, -1.20296866e-01, -1.2508111e+00], [6.594712e-01, 1.0963769e+00, -1.1189414e+00, 5.06001e-01, -1.8012803e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.9898959e+00, -2.2453386e-01, -3.1239694e-01, -1.6081269e+00, -6.92189e-01], [-1.6606782e-01, -1.7996417e-01, -5.259882e-01, -2.1533607e-01, -5.5489683e-01], [-9.4798803e-01, -3.5882926e-01, -1.9277792e+00, -7.5510347e-01, -1.5025597e+00], [-4.1681686e-01, -2.882414e-01, -1.4015799e+00, -4.7181553e-01, -1.9540764e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.990e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @log_sigmoid(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @log_sigmoid(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.negate %arg0 : tensor<4x5xf32>
    %1 = call @softplus(%0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    %2 = stablehlo.negate %1 : tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @softplus(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.maximum %arg0, %0 : tensor<4x5xf32>
    %2 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.subtract %arg0, %2 : tensor<4x5xf32>
    %4 = stablehlo.compare NE, %3, %3, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %5 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.add %arg0, %5 : tensor<4x5xf32>
    %7 = stablehlo.abs %3 : tensor<4x5xf32>
    %8 = stablehlo.negate %7 : tensor<4x5xf32>
    %9 = stablehlo.exponential %8 : tensor<4x5xf32>
    %10 = stablehlo.log_plus_one %9 : tensor<4x5xf32>
    %11 = stablehlo.add %1, %10 : tensor<4x5xf32>
    %12 = stablehlo.select %4, %6, %11 : tensor<4x5xi1>, tensor<4x5xf32>
    return %12 : tensor<4x5xf32>
  }
}
