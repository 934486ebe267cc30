module @jit_erfinv attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.6822936e-01, 3.2035828e-01, -5.4106444e-01, -2.8043634e-01, -6.241963e-01], [-5.8031046e-01, 8.6806995e-01, -6.8470025e-01, -4.1632771e-01, 1.4098574e-01], [3.7058818e-01, -7.467347e-01, 1.4831838e-01, 6.7479414e-01, -8.907435e-02], [-2.9889515e-01, 7.368753e-01, 8.453456e-01, -8.7016e-03, 7.113919e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.5021156e-01, 2.9200125e-01, -5.236838e-01, -2.5388107e-01, -6.262523e-01], [-5.706069e-01, 1.0652807e+00, -7.100509e-01, -3.8751477e-01, 1.2560275e-01], [3.4121788e-01, -8.0783707e-01, 1.3221005e-01, 6.9566315e-01, -7.910478e-02], [-2.7140844e-01, 7.912781e-01, 1.0064125e+00, -7.711745e-03, 7.503676e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.065e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.erf_inv %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
