module @jit_matmul attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-5.704362e-01, 1.2442767e-01, 6.9924897e-01, 8.021727e-01, 1.1516765e+00], [1.2359288e-02, 1.6824639e+00, 1.8317568e+00, -1.3458129e+00, -2.0449407e-01], [4.9522525e-01, -3.6109364e-01, -1.5161073e+00, -1.6100137e+00, -3.8818303e-01], [1.0735883e+00, 1.7863936e+00, -9.399426e-01, -3.5609943e-01, -1.5804573e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[1.6355207e+00, -1.3422261e+00, -1.0442722e+00], [7.632487e-01, 8.117238e-01, -1.0887835e+00], [1.2025539e+00, -1.1299707e+00, -1.1147403e+00], [1.6386957e+00, -1.5678904e+00, 1.5099536e+00], [-1.684455e+00, -8.577312e-01, 6.8035984e-01]]> : tensor<5x3xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<5x3xf32>) -> (tensor<4x3xf32>)
    %expected0 = stablehlo.constant dense<[[-6.2253666e-01, -2.1690233e+00, 1.6755329e+00], [1.6462218e+00, 1.5647637e+00, -6.0579233e+00], [-3.2732997e+00, 3.612626e+00, -1.1290815e+00], [4.0676775e+00, 2.9851003e+00, -3.6312954e+00]]> : tensor<4x3xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 6.058e-04 : tensor<4x3xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<5x3xf32>) -> (tensor<4x3xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.dot_general %arg0, %arg1, contracting_dims = [1] x [0], precision = [DEFAULT, DEFAULT] : (tensor<4x5xf32>, tensor<5x3xf32>) -> tensor<4x3xf32>
    return %0 : tensor<4x3xf32>
  }
}
