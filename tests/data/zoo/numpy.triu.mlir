module @jit_triu attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[9.819272e-02, 4.3780082e-01, 1.4541726e+00, -1.4659705e+00], [5.355677e-01, -1.4581735e+00, 1.3671513e+00, 1.1564201e+00], [-2.3288696e-01, 1.3068025e+00, -8.5111374e-01, 4.3211603e-01], [1.9349647e+00, -1.326184e+00, 1.583857e+00, 7.626166e-02]]> : tensor<4x4xf32>
    %out = func.call @function(%in0) : (tensor<4x4xf32>) -> (tensor<4x4xf32>)
    %expected0 = stablehlo.constant dense<[[9.819272e-02, 4.3780082e-01, 1.4541726e+00, -1.4659705e+00], [0.0e+00, -1.4581735e+00, 1.3671513e+00, 1.1564201e+00], [0.0e+00, 0.0e+00, -8.5111374e-01, 4.3211603e-01], [0.0e+00, 0.0e+00, 0.0e+00, 7.626166e-02]]> : tensor<4x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.466e-04 : tensor<4x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>) -> (tensor<4x4xf32> {jax.result_info = "result"}) {
    %0 = call @triu(%arg0) : (tensor<4x4xf32>) -> tensor<4x4xf32>
    return %0 : tensor<4x4xf32>
  }
  func.func private @triu(%arg0: tensor<4x4xf32>) -> tensor<4x4xf32> {
    %0 = stablehlo.iota dim = 0 : tensor<4x4xi32>
    %c = stablehlo.constant dense<-1> : tensor<i32>
    %1 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<4x4xi32>
    %2 = stablehlo.add %0, %1 : tensor<4x4xi32>
    %3 = stablehlo.iota dim = 1 : tensor<4x4xi32>
    %4 = stablehlo.compare GE, %2, %3, SIGNED : (tensor<4x4xi32>, tensor<4x4xi32>) -> tensor<4x4xi1>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %5 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x4xf32>
    %6 = stablehlo.select %4, %5, %arg0 : tensor<4x4xi1>, tensor<4x4xf32>
    return %6 : tensor<4x4xf32>
  }
}
