module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.1594347e-01, 1.5070273e+00, 9.2929053e-01, 1.6208634e+00, -3.8302633e-01], [-3.851868e-01, -1.9155197e+00, -1.161058e+00, 4.874187e-03, 1.9017079e+00], [-7.3668367e-01, -1.2306746e+00, 1.9642998e+00, -7.5431985e-01, 1.0794964e+00], [-6.1262727e-01, 1.8346374e+00, -6.490218e-01, 8.06613e-01, -1.4474388e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<7x7xf32>)
    %expected0 = stablehlo.constant dense<[[1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00], [-1.1594347e-01, 1.5070273e+00, 9.2929053e-01, 1.6208634e+00, -3.8302633e-01, 1.0e+00, 1.0e+00], [1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00], [-3.851868e-01, -1.9155197e+00, -1.161058e+00, 4.874187e-03, 1.9017079e+00, 1.0e+00, 1.0e+00], [1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00], [-7.3668367e-01, -1.2306746e+00, 1.9642998e+00, -7.5431985e-01, 1.0794964e+00, 1.0e+00, 1.0e+00], [1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00]]> : tensor<7x7xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.964e-04 : tensor<7x7xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<7x7xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %0 = stablehlo.pad %arg0, %cst, low = [1, 0], high = [-1, 2], interior = [1, 0] : (tensor<4x5xf32>, tensor<f32>) -> tensor<7x7xf32>
    return %0 : tensor<7x7xf32>
  }
}
