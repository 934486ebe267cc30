module @jit_logical_or attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.2545087e+00, 1.7756318e+00, 1.8874276e+00, -8.8496023e-01, 1.7503626e+00], [-1.8039027e+00, -1.0957221e+00, -1.9941612e+00, -1.0418241e+00, -1.7036825e+00], [1.4641255e+00, -1.7580229e+00, -1.1148273e+00, 7.469912e-01, -1.9413562e+00], [1.7717338e-01, 1.718348e-01, -4.9080944e-01, -1.3277949e+00, 1.8345287e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-5.4567233e-02, 6.2722385e-02, -1.9869355e+00, 1.3063381e+00, -7.4300696e-03], [-1.9293772e-01, -1.3031051e+00, 1.9140308e+00, 3.7184086e-01, 6.1072296e-01], [7.3720825e-01, -1.701616e+00, 1.7229135e+00, 1.1503695e+00, 1.8371502e+00], [1.8602765e+00, -8.939496e-01, 1.3938282e+00, -1.2369081e+00, -1.2693926e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[true, true, true, true, true], [true, true, true, true, true], [true, true, true, true, true], [true, true, true, true, true]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare NE, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.compare NE, %arg1, %2, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %4 = stablehlo.or %1, %3 : tensor<4x5xi1>
    return %4 : tensor<4x5xi1>
  }
}
