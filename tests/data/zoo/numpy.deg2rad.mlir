module @jit_deg2rad attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[9.630835e-01, 1.1672109e+00, 1.5324039e-02, 8.4525377e-01, 9.1862905e-01], [-3.1782737e-01, 1.6187428e+00, -7.777877e-01, 1.1291927e+00, 1.4374889e+00], [7.7457815e-02, -3.2002437e-01, -4.8890868e-01, 1.9760308e+00, 8.1784326e-01], [-9.002664e-01, -4.1655746e-01, -5.230278e-01, 1.9720376e+00, 1.9088365e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.6808977e-02, 2.0371674e-02, 2.6745495e-04, 1.4752462e-02, 1.6033102e-02], [-5.547134e-03, 2.8252391e-02, -1.3574956e-02, 1.970813e-02, 2.5088914e-02], [1.3518939e-03, -5.585479e-03, -8.533066e-03, 3.4488242e-02, 1.4274058e-02], [-1.5712613e-02, -7.2702994e-03, -9.128557e-03, 3.441855e-02, 3.331548e-03]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.449e-06 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.0174532924> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.multiply %arg0, %0 : tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
}
