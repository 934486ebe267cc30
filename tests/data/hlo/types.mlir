module @jit_types attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main(%arg0: tensor<4xf32>, %arg1: tensor<4xi32>, %arg2: tensor<2x12xf32>) -> (tensor<4xbf16> {jax.result_info = "result[0]"}, tensor<4xf16> {jax.result_info = "result[1]"}, tensor<4xui8> {jax.result_info = "result[2]"}, tensor<4xi1> {jax.result_info = "result[3]"}, tensor<4xi32> {jax.result_info = "result[4]"}, tensor<4xf32> {jax.result_info = "result[5]"}, tensor<2x10xf32> {jax.result_info = "result[6]"}, tensor<2x12xf32> {jax.result_info = "result[7]"}, tensor<4xi32> {jax.result_info = "result[8]"}, tensor<2xui32> {jax.result_info = "result[9]"}) {
    %c = stablehlo.constant dense<[true, false, true, false]> : tensor<4xi1>
    %cst = stablehlo.constant dense<"0x000000002549123E2549923EB76DDB3E2549123F6EDB363FB76D5B3F0000803F2549923F4992A43F6EDBB63F9224C93FB76DDB3FDBB6ED3F000000409224094025491240B76D1B4049922440DBB62D406EDB3640000040409224494025495240B76D5B4049926440DBB66D406EDB7640000080404992844092248940DBB68D40254992406EDB9640B76D9B400000A0404992A4409224A940DBB6AD402549B2406EDBB640B76DBB400000C0404992C4409224C940DBB6CD402549D2406EDBD640B76DDB400000E0404992E4409224E940DBB6ED402549F2406EDBF640B76DFB400000004125490241499204416EDB064192240941B76D0B41DBB60D410000104125491241499214416EDB164192241941B76D1B41DBB61D410000204125492241499224416EDB264192242941B76D2B41DBB62D410000304125493241499234416EDB364192243941B76D3B41DBB63D410000404125494241499244416EDB464192244941B76D4B41DBB64D410000504125495241499254416EDB564192245941B76D5B41DBB65D410000604125496241499264416EDB664192246941B76D6B41DBB66D410000704125497241499274416EDB764192247941B76D7B41DBB67D41000080419224814125498241B76D834149928441DBB685416EDB864100008841"> : tensor<12x10xf32>
    %c_0 = stablehlo.constant dense<[2147483653, 7]> : tensor<2xui32>
    %0 = stablehlo.convert %arg0 : (tensor<4xf32>) -> tensor<4xbf16>
    %cst_1 = stablehlo.constant dense<1.500000e+00> : tensor<bf16>
    %1 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<bf16>) -> tensor<4xbf16>
    %2 = stablehlo.add %0, %1 : tensor<4xbf16>
    %3 = stablehlo.convert %arg0 : (tensor<4xf32>) -> tensor<4xf16>
    %cst_2 = stablehlo.constant dense<-2.500000e-01> : tensor<f16>
    %4 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f16>) -> tensor<4xf16>
    %5 = stablehlo.multiply %3, %4 : tensor<4xf16>
    %6 = stablehlo.convert %arg1 : (tensor<4xi32>) -> tensor<4xui8>
    %c_3 = stablehlo.constant dense<1> : tensor<ui8>
    %7 = stablehlo.broadcast_in_dim %c_3, dims = [] : (tensor<ui8>) -> tensor<4xui8>
    %8 = stablehlo.shift_left %6, %7 : tensor<4xui8>
    %c_4 = stablehlo.constant dense<2> : tensor<i32>
    %9 = stablehlo.broadcast_in_dim %c_4, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %10 = stablehlo.compare GT, %arg1, %9, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %11 = stablehlo.and %10, %c : tensor<4xi1>
    %12 = stablehlo.bitcast_convert %arg0 : (tensor<4xf32>) -> tensor<4xi32>
    %cst_5 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
    %13 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %14 = stablehlo.add %13, %arg0 : tensor<4xf32>
    %15 = stablehlo.dot_general %arg2, %cst, contracting_dims = [1] x [0], precision = [DEFAULT, DEFAULT] : (tensor<2x12xf32>, tensor<12x10xf32>) -> tensor<2x10xf32>
    %16 = stablehlo.convert %arg2 : (tensor<2x12xf32>) -> tensor<2x12xf8E4M3FN>
    %17 = stablehlo.convert %16 : (tensor<2x12xf8E4M3FN>) -> tensor<2x12xf32>
    %18 = stablehlo.convert %arg1 : (tensor<4xi32>) -> tensor<4xi4>
    %19 = stablehlo.convert %18 : (tensor<4xi4>) -> tensor<4xi32>
    return %2, %5, %8, %11, %12, %14, %15, %17, %19, %c_0 : tensor<4xbf16>, tensor<4xf16>, tensor<4xui8>, tensor<4xi1>, tensor<4xi32>, tensor<4xf32>, tensor<2x10xf32>, tensor<2x12xf32>, tensor<4xi32>, tensor<2xui32>
  }
}
