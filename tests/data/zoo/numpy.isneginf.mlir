module @jit_isneginf attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.8596847e+00, -1.0572092e-01, 1.6091064e+00, 9.805176e-01, 1.6667308e+00], [5.28563e-01, -1.282524e+00, 1.4054638e+00, -1.3560424e+00, -5.3453046e-01], [-2.8515238e-01, -9.125268e-01, -2.5142556e-01, -1.1735958e+00, 1.5518837e+00], [1.6119303e+00, -1.1078789e+00, -8.162722e-01, 1.6626363e+00, 4.5458697e-02]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[false, false, false, false, false], [false, false, false, false, false], [false, false, false, false, false], [false, false, false, false, false]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare EQ, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    return %1 : tensor<4x5xi1>
  }
}
