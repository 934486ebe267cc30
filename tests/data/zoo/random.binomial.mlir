module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[129, 768]> : tensor<2xi32>
    %out = func.call @function(%in0) : (tensor<2xi32>) -> (tensor<5xf32>)
    %expected0 = stablehlo.constant dense<[2.0e+00, 2.0e+00, 5.0e+00, 0.0e+00, 2.0e+00]> : tensor<5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 5.000e-04 : tensor<5xf32>
    return
  }
  func.func private @function(%arg0: tensor<2xi32>) -> (tensor<5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<[0.0810614675, 0.0413406976, 0.0276779253, 0.0207906719, 0.016644692, 0.0138761289, 0.0118967099, 0.0104112653, 0.00925546233, 0.00833056308]> : tensor<10xf32>
    %cst_0 = stablehlo.constant dense<[0.0810614675, 0.0413406976, 0.0276779253, 0.0207906719, 0.016644692, 0.0138761289, 0.0118967099, 0.0104112653, 0.00925546233, 0.00833056308]> : tensor<10xf32>
    %cst_1 = stablehlo.constant dense<[0.0810614675, 0.0413406976, 0.0276779253, 0.0207906719, 0.016644692, 0.0138761289, 0.0118967099, 0.0104112653, 0.00925546233, 0.00833056308]> : tensor<10xf32>
    %cst_2 = stablehlo.constant dense<[0.0810614675, 0.0413406976, 0.0276779253, 0.0207906719, 0.016644692, 0.0138761289, 0.0118967099, 0.0104112653, 0.00925546233, 0.00833056308]> : tensor<10xf32>
    %0 = stablehlo.convert %arg0 : (tensor<2xi32>) -> tensor<2xui32>
    %cst_3 = stablehlo.constant dense<1.000000e+01> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %cst_4 = stablehlo.constant dense<3.000000e-01> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %cst_5 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %4 = stablehlo.compare LT, %2, %3, FLOAT : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xi1>
    %cst_6 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %5 = stablehlo.broadcast_in_dim %cst_6, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %6 = stablehlo.subtract %5, %2 : tensor<5xf32>
    %7 = stablehlo.select %4, %2, %6 : tensor<5xi1>, tensor<5xf32>
    %8 = stablehlo.compare NE, %1, %1, FLOAT : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xi1>
    %cst_7 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %9 = stablehlo.broadcast_in_dim %cst_7, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %10 = stablehlo.compare LT, %1, %9, FLOAT : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xi1>
    %11 = stablehlo.or %8, %10 : tensor<5xi1>
    %12 = call @isinf(%1) : (tensor<5xf32>) -> tensor<5xi1>
    %13 = stablehlo.compare NE, %7, %7, FLOAT : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xi1>
    %cst_8 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %14 = stablehlo.broadcast_in_dim %cst_8, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %15 = stablehlo.compare LT, %7, %14, FLOAT : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xi1>
    %c = stablehlo.constant dense<false> : tensor<i1>
    %16 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i1>) -> tensor<5xi1>
    %17 = stablehlo.compare NE, %13, %16, UNSIGNED : (tensor<5xi1>, tensor<5xi1>) -> tensor<5xi1>
    %18 = stablehlo.convert %17 : tensor<5xi1>
    %c_9 = stablehlo.constant dense<false> : tensor<i1>
    %19 = stablehlo.broadcast_in_dim %c_9, dims = [] : (tensor<i1>) -> tensor<5xi1>
    %20 = stablehlo.compare NE, %15, %19, UNSIGNED : (tensor<5xi1>, tensor<5xi1>) -> tensor<5xi1>
    %21 = stablehlo.convert %20 : tensor<5xi1>
    %22 = stablehlo.or %18, %21 : tensor<5xi1>
    %cst_10 = stablehlo.constant dense<0.00999999977> : tensor<f32>
    %23 = stablehlo.broadcast_in_dim %cst_10, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %24 = stablehlo.select %22, %23, %7 : tensor<5xi1>, tensor<5xf32>
    %25 = stablehlo.convert %24 : tensor<5xf32>
    %26 = stablehlo.multiply %1, %25 : tensor<5xf32>
    %cst_11 = stablehlo.constant dense<1.000000e+01> : tensor<f32>
    %27 = stablehlo.broadcast_in_dim %cst_11, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %28 = stablehlo.compare LE, %26, %27, FLOAT : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xi1>
    %29 = stablehlo.or %11, %28 : tensor<5xi1>
    %30 = stablehlo.floor %1 : tensor<5xf32>
    %cst_12 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %31 = stablehlo.broadcast_in_dim %cst_12, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %32 = stablehlo.select %29, %30, %31 : tensor<5xi1>, tensor<5xf32>
    %cst_13 = stablehlo.constant dense<1.000000e+04> : tensor<f32>
    %33 = stablehlo.broadcast_in_dim %cst_13, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %34 = stablehlo.select %29, %33, %30 : tensor<5xi1>, tensor<5xf32>
    %cst_14 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %35 = stablehlo.broadcast_in_dim %cst_14, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %36 = stablehlo.select %29, %35, %24 : tensor<5xi1>, tensor<5xf32>
    %37 = stablehlo.negate %24 : tensor<5xf32>
    %38 = stablehlo.log_plus_one %37 : tensor<5xf32>
    %cst_15 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %39 = stablehlo.broadcast_in_dim %cst_15, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %cst_16 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %40 = stablehlo.broadcast_in_dim %cst_16, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %c_17 = stablehlo.constant dense<0> : tensor<i32>
    %41:7 = stablehlo.while(%iterArg = %32, %iterArg_41 = %32, %iterArg_42 = %38, %iterArg_43 = %c_17, %iterArg_44 = %39, %iterArg_45 = %40, %iterArg_46 = %0) : tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<i32>, tensor<5xf32>, tensor<5xf32>, tensor<2xui32>
    cond {
      %113 = stablehlo.compare LE, %iterArg_45, %iterArg, FLOAT : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xi1>
      %c_47 = stablehlo.constant dense<false> : tensor<i1>
      %114 = stablehlo.reduce(%113 init: %c_47) applies stablehlo.or across dimensions = [0] : (tensor<5xi1>, tensor<i1>) -> tensor<i1>
      %115 = stablehlo.convert %iterArg_43 : (tensor<i32>) -> tensor<f32>
      %cst_48 = stablehlo.constant dense<3.40282347E+38> : tensor<f32>
      %116 = stablehlo.compare LT, %115, %cst_48, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %117 = stablehlo.and %114, %116 : tensor<i1>
      stablehlo.return %117 : tensor<i1>
    } do {
      %113 = func.call @_threefry_split(%iterArg_46) : (tensor<2xui32>) -> tensor<2x2xui32>
      %114 = stablehlo.slice %113 [0:1, 0:2] : (tensor<2x2xui32>) -> tensor<1x2xui32>
      %115 = stablehlo.reshape %114 : (tensor<1x2xui32>) -> tensor<2xui32>
      %116 = stablehlo.slice %113 [1:2, 0:2] : (tensor<2x2xui32>) -> tensor<1x2xui32>
      %117 = stablehlo.reshape %116 : (tensor<1x2xui32>) -> tensor<2xui32>
      %118 = stablehlo.compare LE, %iterArg_45, %iterArg_41, FLOAT : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xi1>
      %cst_47 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %119 = stablehlo.broadcast_in_dim %cst_47, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %120 = stablehlo.add %iterArg_44, %119 : tensor<5xf32>
      %121 = stablehlo.select %118, %120, %iterArg_44 : tensor<5xi1>, tensor<5xf32>
      %cst_48 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %cst_49 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %122 = func.call @_uniform(%115, %cst_48, %cst_49) : (tensor<2xui32>, tensor<f32>, tensor<f32>) -> tensor<5xf32>
      %123 = stablehlo.log %122 : tensor<5xf32>
      %124 = stablehlo.convert %iterArg_42 : tensor<5xf32>
      %125 = stablehlo.divide %123, %124 : tensor<5xf32>
      %126 = stablehlo.ceil %125 : tensor<5xf32>
      %127 = stablehlo.add %iterArg_45, %126 : tensor<5xf32>
      %c_50 = stablehlo.constant dense<1> : tensor<i32>
      %128 = stablehlo.add %iterArg_43, %c_50 : tensor<i32>
      stablehlo.return %iterArg, %iterArg_41, %iterArg_42, %128, %121, %127, %117 : tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<i32>, tensor<5xf32>, tensor<5xf32>, tensor<2xui32>
    }
    %cst_18 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %42 = stablehlo.broadcast_in_dim %cst_18, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %43 = stablehlo.subtract %41#4, %42 : tensor<5xf32>
    %44 = stablehlo.convert %36 : tensor<5xf32>
    %45 = stablehlo.multiply %34, %44 : tensor<5xf32>
    %cst_19 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %46 = stablehlo.broadcast_in_dim %cst_19, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %47 = stablehlo.subtract %46, %36 : tensor<5xf32>
    %48 = stablehlo.convert %47 : tensor<5xf32>
    %49 = stablehlo.multiply %45, %48 : tensor<5xf32>
    %50 = stablehlo.sqrt %49 : tensor<5xf32>
    %cst_20 = stablehlo.constant dense<2.530000e+00> : tensor<f32>
    %51 = stablehlo.broadcast_in_dim %cst_20, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %52 = stablehlo.multiply %51, %50 : tensor<5xf32>
    %cst_21 = stablehlo.constant dense<1.150000e+00> : tensor<f32>
    %53 = stablehlo.broadcast_in_dim %cst_21, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %54 = stablehlo.add %53, %52 : tensor<5xf32>
    %cst_22 = stablehlo.constant dense<2.480000e-02> : tensor<f32>
    %55 = stablehlo.broadcast_in_dim %cst_22, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %56 = stablehlo.multiply %55, %54 : tensor<5xf32>
    %cst_23 = stablehlo.constant dense<-8.730000e-02> : tensor<f32>
    %57 = stablehlo.broadcast_in_dim %cst_23, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %58 = stablehlo.add %57, %56 : tensor<5xf32>
    %cst_24 = stablehlo.constant dense<0.00999999977> : tensor<f32>
    %59 = stablehlo.broadcast_in_dim %cst_24, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %60 = stablehlo.multiply %59, %36 : tensor<5xf32>
    %61 = stablehlo.convert %60 : tensor<5xf32>
    %62 = stablehlo.add %58, %61 : tensor<5xf32>
    %63 = stablehlo.convert %36 : tensor<5xf32>
    %64 = stablehlo.multiply %34, %63 : tensor<5xf32>
    %cst_25 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %65 = stablehlo.broadcast_in_dim %cst_25, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %66 = stablehlo.add %64, %65 : tensor<5xf32>
    %cst_26 = stablehlo.constant dense<4.200000e+00> : tensor<f32>
    %67 = stablehlo.broadcast_in_dim %cst_26, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %68 = stablehlo.divide %67, %54 : tensor<5xf32>
    %cst_27 = stablehlo.constant dense<9.200000e-01> : tensor<f32>
    %69 = stablehlo.broadcast_in_dim %cst_27, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %70 = stablehlo.subtract %69, %68 : tensor<5xf32>
    %cst_28 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %71 = stablehlo.broadcast_in_dim %cst_28, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %72 = stablehlo.subtract %71, %36 : tensor<5xf32>
    %73 = stablehlo.divide %36, %72 : tensor<5xf32>
    %cst_29 = stablehlo.constant dense<5.100000e+00> : tensor<f32>
    %74 = stablehlo.broadcast_in_dim %cst_29, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %75 = stablehlo.divide %74, %54 : tensor<5xf32>
    %cst_30 = stablehlo.constant dense<2.830000e+00> : tensor<f32>
    %76 = stablehlo.broadcast_in_dim %cst_30, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %77 = stablehlo.add %76, %75 : tensor<5xf32>
    %78 = stablehlo.multiply %77, %50 : tensor<5xf32>
    %cst_31 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %79 = stablehlo.broadcast_in_dim %cst_31, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %80 = stablehlo.add %34, %79 : tensor<5xf32>
    %81 = stablehlo.convert %36 : tensor<5xf32>
    %82 = stablehlo.multiply %80, %81 : tensor<5xf32>
    %83 = stablehlo.floor %82 : tensor<5xf32>
    %cst_32 = stablehlo.constant dense<-1.000000e+00> : tensor<f32>
    %84 = stablehlo.broadcast_in_dim %cst_32, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %c_33 = stablehlo.constant dense<false> : tensor<i1>
    %85 = stablehlo.broadcast_in_dim %c_33, dims = [] : (tensor<i1>) -> tensor<5xi1>
    %c_34 = stablehlo.constant dense<0> : tensor<i32>
    %86:16 = stablehlo.while(%iterArg = %70, %iterArg_41 = %62, %iterArg_42 = %54, %iterArg_43 = %66, %iterArg_44 = %34, %iterArg_45 = %78, %iterArg_46 = %83, %iterArg_47 = %73, %iterArg_48 = %cst, %iterArg_49 = %cst_0, %iterArg_50 = %cst_1, %iterArg_51 = %cst_2, %iterArg_52 = %c_34, %iterArg_53 = %84, %iterArg_54 = %85, %iterArg_55 = %0) : tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<i32>, tensor<5xf32>, tensor<5xi1>, tensor<2xui32>
    cond {
      %113 = stablehlo.not %iterArg_54 : tensor<5xi1>
      %c_56 = stablehlo.constant dense<false> : tensor<i1>
      %114 = stablehlo.reduce(%113 init: %c_56) applies stablehlo.or across dimensions = [0] : (tensor<5xi1>, tensor<i1>) -> tensor<i1>
      %115 = stablehlo.convert %iterArg_52 : (tensor<i32>) -> tensor<f32>
      %cst_57 = stablehlo.constant dense<3.40282347E+38> : tensor<f32>
      %116 = stablehlo.compare LT, %115, %cst_57, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %117 = stablehlo.and %114, %116 : tensor<i1>
      stablehlo.return %117 : tensor<i1>
    } do {
      %113 = func.call @_threefry_split_2(%iterArg_55) : (tensor<2xui32>) -> tensor<3x2xui32>
      %114 = stablehlo.slice %113 [0:1, 0:2] : (tensor<3x2xui32>) -> tensor<1x2xui32>
      %115 = stablehlo.reshape %114 : (tensor<1x2xui32>) -> tensor<2xui32>
      %116 = stablehlo.slice %113 [1:2, 0:2] : (tensor<3x2xui32>) -> tensor<1x2xui32>
      %117 = stablehlo.reshape %116 : (tensor<1x2xui32>) -> tensor<2xui32>
      %118 = stablehlo.slice %113 [2:3, 0:2] : (tensor<3x2xui32>) -> tensor<1x2xui32>
      %119 = stablehlo.reshape %118 : (tensor<1x2xui32>) -> tensor<2xui32>
      %cst_56 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %cst_57 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %120 = func.call @_uniform(%117, %cst_56, %cst_57) : (tensor<2xui32>, tensor<f32>, tensor<f32>) -> tensor<5xf32>
      %cst_58 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %cst_59 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %121 = func.call @_uniform(%119, %cst_58, %cst_59) : (tensor<2xui32>, tensor<f32>, tensor<f32>) -> tensor<5xf32>
      %cst_60 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
      %122 = stablehlo.broadcast_in_dim %cst_60, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %123 = stablehlo.subtract %120, %122 : tensor<5xf32>
      %124 = stablehlo.abs %123 : tensor<5xf32>
      %cst_61 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
      %125 = stablehlo.broadcast_in_dim %cst_61, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %126 = stablehlo.subtract %125, %124 : tensor<5xf32>
      %cst_62 = stablehlo.constant dense<7.000000e-02> : tensor<f32>
      %127 = stablehlo.broadcast_in_dim %cst_62, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %128 = stablehlo.compare GE, %126, %127, FLOAT : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xi1>
      %129 = stablehlo.compare LE, %121, %iterArg, FLOAT : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xi1>
      %130 = stablehlo.and %128, %129 : tensor<5xi1>
      %cst_63 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
      %131 = stablehlo.broadcast_in_dim %cst_63, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %132 = stablehlo.multiply %131, %iterArg_41 : tensor<5xf32>
      %133 = stablehlo.divide %132, %126 : tensor<5xf32>
      %134 = stablehlo.add %133, %iterArg_42 : tensor<5xf32>
      %135 = stablehlo.multiply %134, %123 : tensor<5xf32>
      %136 = stablehlo.add %135, %iterArg_43 : tensor<5xf32>
      %137 = stablehlo.floor %136 : tensor<5xf32>
      %cst_64 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %138 = stablehlo.broadcast_in_dim %cst_64, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %139 = stablehlo.compare LT, %137, %138, FLOAT : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xi1>
      %140 = stablehlo.compare GT, %137, %iterArg_44, FLOAT : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xi1>
      %141 = stablehlo.or %139, %140 : tensor<5xi1>
      %142 = stablehlo.multiply %121, %iterArg_45 : tensor<5xf32>
      %143 = stablehlo.multiply %126, %126 : tensor<5xf32>
      %144 = stablehlo.divide %iterArg_41, %143 : tensor<5xf32>
      %145 = stablehlo.add %144, %iterArg_42 : tensor<5xf32>
      %146 = stablehlo.divide %142, %145 : tensor<5xf32>
      %147 = stablehlo.log %146 : tensor<5xf32>
      %cst_65 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
      %148 = stablehlo.broadcast_in_dim %cst_65, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %149 = stablehlo.add %iterArg_46, %148 : tensor<5xf32>
      %cst_66 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %150 = stablehlo.broadcast_in_dim %cst_66, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %151 = stablehlo.add %iterArg_46, %150 : tensor<5xf32>
      %152 = stablehlo.subtract %iterArg_44, %iterArg_46 : tensor<5xf32>
      %cst_67 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %153 = stablehlo.broadcast_in_dim %cst_67, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %154 = stablehlo.add %152, %153 : tensor<5xf32>
      %155 = stablehlo.convert %iterArg_47 : tensor<5xf32>
      %156 = stablehlo.multiply %155, %154 : tensor<5xf32>
      %157 = stablehlo.divide %151, %156 : tensor<5xf32>
      %158 = stablehlo.log %157 : tensor<5xf32>
      %159 = stablehlo.multiply %149, %158 : tensor<5xf32>
      %cst_68 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %160 = stablehlo.broadcast_in_dim %cst_68, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %161 = stablehlo.add %iterArg_44, %160 : tensor<5xf32>
      %162 = stablehlo.subtract %iterArg_44, %iterArg_46 : tensor<5xf32>
      %cst_69 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %163 = stablehlo.broadcast_in_dim %cst_69, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %164 = stablehlo.add %162, %163 : tensor<5xf32>
      %165 = stablehlo.subtract %iterArg_44, %137 : tensor<5xf32>
      %cst_70 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %166 = stablehlo.broadcast_in_dim %cst_70, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %167 = stablehlo.add %165, %166 : tensor<5xf32>
      %168 = stablehlo.divide %164, %167 : tensor<5xf32>
      %169 = stablehlo.log %168 : tensor<5xf32>
      %170 = stablehlo.multiply %161, %169 : tensor<5xf32>
      %171 = stablehlo.add %159, %170 : tensor<5xf32>
      %cst_71 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
      %172 = stablehlo.broadcast_in_dim %cst_71, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %173 = stablehlo.add %137, %172 : tensor<5xf32>
      %174 = stablehlo.subtract %iterArg_44, %137 : tensor<5xf32>
      %cst_72 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %175 = stablehlo.broadcast_in_dim %cst_72, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %176 = stablehlo.add %174, %175 : tensor<5xf32>
      %177 = stablehlo.convert %iterArg_47 : tensor<5xf32>
      %178 = stablehlo.multiply %177, %176 : tensor<5xf32>
      %cst_73 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %179 = stablehlo.broadcast_in_dim %cst_73, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %180 = stablehlo.add %137, %179 : tensor<5xf32>
      %181 = stablehlo.divide %178, %180 : tensor<5xf32>
      %182 = stablehlo.log %181 : tensor<5xf32>
      %183 = stablehlo.multiply %173, %182 : tensor<5xf32>
      %184 = stablehlo.add %171, %183 : tensor<5xf32>
      %cst_74 = stablehlo.constant dense<9.000000e+00> : tensor<f32>
      %185 = stablehlo.broadcast_in_dim %cst_74, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %186 = stablehlo.compare LE, %iterArg_46, %185, FLOAT : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xi1>
      %cst_75 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %cst_76 = stablehlo.constant dense<9.000000e+00> : tensor<f32>
      %187 = stablehlo.broadcast_in_dim %cst_75, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %188 = stablehlo.broadcast_in_dim %cst_76, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %189 = stablehlo.clamp %187, %iterArg_46, %188 : tensor<5xf32>
      %cst_77 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %190 = stablehlo.broadcast_in_dim %cst_77, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %191 = stablehlo.add %189, %190 : tensor<5xf32>
      %cst_78 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %192 = stablehlo.broadcast_in_dim %cst_78, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %193 = stablehlo.add %189, %192 : tensor<5xf32>
      %194 = stablehlo.multiply %191, %193 : tensor<5xf32>
      %cst_79 = stablehlo.constant dense<7.93650805E-4> : tensor<f32>
      %195 = stablehlo.broadcast_in_dim %cst_79, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %196 = stablehlo.divide %195, %194 : tensor<5xf32>
      %cst_80 = stablehlo.constant dense<0.00277777785> : tensor<f32>
      %197 = stablehlo.broadcast_in_dim %cst_80, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %198 = stablehlo.subtract %197, %196 : tensor<5xf32>
      %199 = stablehlo.divide %198, %194 : tensor<5xf32>
      %cst_81 = stablehlo.constant dense<0.0833333358> : tensor<f32>
      %200 = stablehlo.broadcast_in_dim %cst_81, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %201 = stablehlo.subtract %200, %199 : tensor<5xf32>
      %cst_82 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %202 = stablehlo.broadcast_in_dim %cst_82, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %203 = stablehlo.add %189, %202 : tensor<5xf32>
      %204 = stablehlo.divide %201, %203 : tensor<5xf32>
      %205 = stablehlo.floor %189 : tensor<5xf32>
      %206 = stablehlo.convert %205 : (tensor<5xf32>) -> tensor<5xi32>
      %c_83 = stablehlo.constant dense<0> : tensor<i32>
      %207 = stablehlo.broadcast_in_dim %c_83, dims = [] : (tensor<i32>) -> tensor<5xi32>
      %208 = stablehlo.compare LT, %206, %207, SIGNED : (tensor<5xi32>, tensor<5xi32>) -> tensor<5xi1>
      %c_84 = stablehlo.constant dense<10> : tensor<i32>
      %209 = stablehlo.broadcast_in_dim %c_84, dims = [] : (tensor<i32>) -> tensor<5xi32>
      %210 = stablehlo.add %206, %209 : tensor<5xi32>
      %211 = stablehlo.select %208, %210, %206 : tensor<5xi1>, tensor<5xi32>
      %212 = stablehlo.broadcast_in_dim %211, dims = [0] : (tensor<5xi32>) -> tensor<5x1xi32>
      %213 = "stablehlo.gather"(%iterArg_48, %212) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1>}> : (tensor<10xf32>, tensor<5x1xi32>) -> tensor<5xf32>
      %214 = stablehlo.select %186, %213, %204 : tensor<5xi1>, tensor<5xf32>
      %215 = stablehlo.add %184, %214 : tensor<5xf32>
      %216 = stablehlo.subtract %iterArg_44, %iterArg_46 : tensor<5xf32>
      %cst_85 = stablehlo.constant dense<9.000000e+00> : tensor<f32>
      %217 = stablehlo.broadcast_in_dim %cst_85, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %218 = stablehlo.compare LE, %216, %217, FLOAT : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xi1>
      %cst_86 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %cst_87 = stablehlo.constant dense<9.000000e+00> : tensor<f32>
      %219 = stablehlo.broadcast_in_dim %cst_86, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %220 = stablehlo.broadcast_in_dim %cst_87, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %221 = stablehlo.clamp %219, %216, %220 : tensor<5xf32>
      %cst_88 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %222 = stablehlo.broadcast_in_dim %cst_88, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %223 = stablehlo.add %221, %222 : tensor<5xf32>
      %cst_89 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %224 = stablehlo.broadcast_in_dim %cst_89, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %225 = stablehlo.add %221, %224 : tensor<5xf32>
      %226 = stablehlo.multiply %223, %225 : tensor<5xf32>
      %cst_90 = stablehlo.constant dense<7.93650805E-4> : tensor<f32>
      %227 = stablehlo.broadcast_in_dim %cst_90, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %228 = stablehlo.divide %227, %226 : tensor<5xf32>
      %cst_91 = stablehlo.constant dense<0.00277777785> : tensor<f32>
      %229 = stablehlo.broadcast_in_dim %cst_91, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %230 = stablehlo.subtract %229, %228 : tensor<5xf32>
      %231 = stablehlo.divide %230, %226 : tensor<5xf32>
      %cst_92 = stablehlo.constant dense<0.0833333358> : tensor<f32>
      %232 = stablehlo.broadcast_in_dim %cst_92, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %233 = stablehlo.subtract %232, %231 : tensor<5xf32>
      %cst_93 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %234 = stablehlo.broadcast_in_dim %cst_93, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %235 = stablehlo.add %221, %234 : tensor<5xf32>
      %236 = stablehlo.divide %233, %235 : tensor<5xf32>
      %237 = stablehlo.floor %221 : tensor<5xf32>
      %238 = stablehlo.convert %237 : (tensor<5xf32>) -> tensor<5xi32>
      %c_94 = stablehlo.constant dense<0> : tensor<i32>
      %239 = stablehlo.broadcast_in_dim %c_94, dims = [] : (tensor<i32>) -> tensor<5xi32>
      %240 = stablehlo.compare LT, %238, %239, SIGNED : (tensor<5xi32>, tensor<5xi32>) -> tensor<5xi1>
      %c_95 = stablehlo.constant dense<10> : tensor<i32>
      %241 = stablehlo.broadcast_in_dim %c_95, dims = [] : (tensor<i32>) -> tensor<5xi32>
      %242 = stablehlo.add %238, %241 : tensor<5xi32>
      %243 = stablehlo.select %240, %242, %238 : tensor<5xi1>, tensor<5xi32>
      %244 = stablehlo.broadcast_in_dim %243, dims = [0] : (tensor<5xi32>) -> tensor<5x1xi32>
      %245 = "stablehlo.gather"(%iterArg_49, %244) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1>}> : (tensor<10xf32>, tensor<5x1xi32>) -> tensor<5xf32>
      %246 = stablehlo.select %218, %245, %236 : tensor<5xi1>, tensor<5xf32>
      %247 = stablehlo.add %215, %246 : tensor<5xf32>
      %cst_96 = stablehlo.constant dense<9.000000e+00> : tensor<f32>
      %248 = stablehlo.broadcast_in_dim %cst_96, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %249 = stablehlo.compare LE, %137, %248, FLOAT : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xi1>
      %cst_97 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %cst_98 = stablehlo.constant dense<9.000000e+00> : tensor<f32>
      %250 = stablehlo.broadcast_in_dim %cst_97, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %251 = stablehlo.broadcast_in_dim %cst_98, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %252 = stablehlo.clamp %250, %137, %251 : tensor<5xf32>
      %cst_99 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %253 = stablehlo.broadcast_in_dim %cst_99, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %254 = stablehlo.add %252, %253 : tensor<5xf32>
      %cst_100 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %255 = stablehlo.broadcast_in_dim %cst_100, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %256 = stablehlo.add %252, %255 : tensor<5xf32>
      %257 = stablehlo.multiply %254, %256 : tensor<5xf32>
      %cst_101 = stablehlo.constant dense<7.93650805E-4> : tensor<f32>
      %258 = stablehlo.broadcast_in_dim %cst_101, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %259 = stablehlo.divide %258, %257 : tensor<5xf32>
      %cst_102 = stablehlo.constant dense<0.00277777785> : tensor<f32>
      %260 = stablehlo.broadcast_in_dim %cst_102, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %261 = stablehlo.subtract %260, %259 : tensor<5xf32>
      %262 = stablehlo.divide %261, %257 : tensor<5xf32>
      %cst_103 = stablehlo.constant dense<0.0833333358> : tensor<f32>
      %263 = stablehlo.broadcast_in_dim %cst_103, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %264 = stablehlo.subtract %263, %262 : tensor<5xf32>
      %cst_104 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %265 = stablehlo.broadcast_in_dim %cst_104, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %266 = stablehlo.add %252, %265 : tensor<5xf32>
      %267 = stablehlo.divide %264, %266 : tensor<5xf32>
      %268 = stablehlo.floor %252 : tensor<5xf32>
      %269 = stablehlo.convert %268 : (tensor<5xf32>) -> tensor<5xi32>
      %c_105 = stablehlo.constant dense<0> : tensor<i32>
      %270 = stablehlo.broadcast_in_dim %c_105, dims = [] : (tensor<i32>) -> tensor<5xi32>
      %271 = stablehlo.compare LT, %269, %270, SIGNED : (tensor<5xi32>, tensor<5xi32>) -> tensor<5xi1>
      %c_106 = stablehlo.constant dense<10> : tensor<i32>
      %272 = stablehlo.broadcast_in_dim %c_106, dims = [] : (tensor<i32>) -> tensor<5xi32>
      %273 = stablehlo.add %269, %272 : tensor<5xi32>
      %274 = stablehlo.select %271, %273, %269 : tensor<5xi1>, tensor<5xi32>
      %275 = stablehlo.broadcast_in_dim %274, dims = [0] : (tensor<5xi32>) -> tensor<5x1xi32>
      %276 = "stablehlo.gather"(%iterArg_50, %275) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1>}> : (tensor<10xf32>, tensor<5x1xi32>) -> tensor<5xf32>
      %277 = stablehlo.select %249, %276, %267 : tensor<5xi1>, tensor<5xf32>
      %278 = stablehlo.subtract %247, %277 : tensor<5xf32>
      %279 = stablehlo.subtract %iterArg_44, %137 : tensor<5xf32>
      %cst_107 = stablehlo.constant dense<9.000000e+00> : tensor<f32>
      %280 = stablehlo.broadcast_in_dim %cst_107, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %281 = stablehlo.compare LE, %279, %280, FLOAT : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xi1>
      %cst_108 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %cst_109 = stablehlo.constant dense<9.000000e+00> : tensor<f32>
      %282 = stablehlo.broadcast_in_dim %cst_108, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %283 = stablehlo.broadcast_in_dim %cst_109, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %284 = stablehlo.clamp %282, %279, %283 : tensor<5xf32>
      %cst_110 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %285 = stablehlo.broadcast_in_dim %cst_110, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %286 = stablehlo.add %284, %285 : tensor<5xf32>
      %cst_111 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %287 = stablehlo.broadcast_in_dim %cst_111, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %288 = stablehlo.add %284, %287 : tensor<5xf32>
      %289 = stablehlo.multiply %286, %288 : tensor<5xf32>
      %cst_112 = stablehlo.constant dense<7.93650805E-4> : tensor<f32>
      %290 = stablehlo.broadcast_in_dim %cst_112, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %291 = stablehlo.divide %290, %289 : tensor<5xf32>
      %cst_113 = stablehlo.constant dense<0.00277777785> : tensor<f32>
      %292 = stablehlo.broadcast_in_dim %cst_113, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %293 = stablehlo.subtract %292, %291 : tensor<5xf32>
      %294 = stablehlo.divide %293, %289 : tensor<5xf32>
      %cst_114 = stablehlo.constant dense<0.0833333358> : tensor<f32>
      %295 = stablehlo.broadcast_in_dim %cst_114, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %296 = stablehlo.subtract %295, %294 : tensor<5xf32>
      %cst_115 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %297 = stablehlo.broadcast_in_dim %cst_115, dims = [] : (tensor<f32>) -> tensor<5xf32>
      %298 = stablehlo.add %284, %297 : tensor<5xf32>
      %299 = stablehlo.divide %296, %298 : tensor<5xf32>
      %300 = stablehlo.floor %284 : tensor<5xf32>
      %301 = stablehlo.convert %300 : (tensor<5xf32>) -> tensor<5xi32>
      %c_116 = stablehlo.constant dense<0> : tensor<i32>
      %302 = stablehlo.broadcast_in_dim %c_116, dims = [] : (tensor<i32>) -> tensor<5xi32>
      %303 = stablehlo.compare LT, %301, %302, SIGNED : (tensor<5xi32>, tensor<5xi32>) -> tensor<5xi1>
      %c_117 = stablehlo.constant dense<10> : tensor<i32>
      %304 = stablehlo.broadcast_in_dim %c_117, dims = [] : (tensor<i32>) -> tensor<5xi32>
      %305 = stablehlo.add %301, %304 : tensor<5xi32>
      %306 = stablehlo.select %303, %305, %301 : tensor<5xi1>, tensor<5xi32>
      %307 = stablehlo.broadcast_in_dim %306, dims = [0] : (tensor<5xi32>) -> tensor<5x1xi32>
      %308 = "stablehlo.gather"(%iterArg_51, %307) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1>}> : (tensor<10xf32>, tensor<5x1xi32>) -> tensor<5xf32>
      %309 = stablehlo.select %281, %308, %299 : tensor<5xi1>, tensor<5xf32>
      %310 = stablehlo.subtract %278, %309 : tensor<5xf32>
      %311 = stablehlo.compare LE, %147, %310, FLOAT : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xi1>
      %312 = stablehlo.not %141 : tensor<5xi1>
      %313 = stablehlo.and %312, %311 : tensor<5xi1>
      %314 = stablehlo.or %130, %313 : tensor<5xi1>
      %315 = stablehlo.select %314, %137, %iterArg_53 : tensor<5xi1>, tensor<5xf32>
      %316 = stablehlo.or %iterArg_54, %314 : tensor<5xi1>
      %c_118 = stablehlo.constant dense<1> : tensor<i32>
      %317 = stablehlo.add %iterArg_52, %c_118 : tensor<i32>
      stablehlo.return %iterArg, %iterArg_41, %iterArg_42, %iterArg_43, %iterArg_44, %iterArg_45, %iterArg_46, %iterArg_47, %iterArg_48, %iterArg_49, %iterArg_50, %iterArg_51, %317, %315, %316, %115 : tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<i32>, tensor<5xf32>, tensor<5xi1>, tensor<2xui32>
    }
    %87 = stablehlo.select %29, %43, %86#13 : tensor<5xi1>, tensor<5xf32>
    %c_35 = stablehlo.constant dense<false> : tensor<i1>
    %88 = stablehlo.broadcast_in_dim %c_35, dims = [] : (tensor<i1>) -> tensor<5xi1>
    %89 = stablehlo.compare NE, %15, %88, UNSIGNED : (tensor<5xi1>, tensor<5xi1>) -> tensor<5xi1>
    %90 = stablehlo.convert %89 : tensor<5xi1>
    %c_36 = stablehlo.constant dense<false> : tensor<i1>
    %91 = stablehlo.broadcast_in_dim %c_36, dims = [] : (tensor<i1>) -> tensor<5xi1>
    %92 = stablehlo.compare NE, %13, %91, UNSIGNED : (tensor<5xi1>, tensor<5xi1>) -> tensor<5xi1>
    %93 = stablehlo.convert %92 : tensor<5xi1>
    %94 = stablehlo.or %90, %93 : tensor<5xi1>
    %95 = stablehlo.or %94, %11 : tensor<5xi1>
    %cst_37 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
    %96 = stablehlo.broadcast_in_dim %cst_37, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %97 = stablehlo.select %95, %96, %87 : tensor<5xi1>, tensor<5xf32>
    %98 = stablehlo.not %95 : tensor<5xi1>
    %99 = stablehlo.and %12, %98 : tensor<5xi1>
    %cst_38 = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %100 = stablehlo.broadcast_in_dim %cst_38, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %101 = stablehlo.select %99, %100, %97 : tensor<5xi1>, tensor<5xf32>
    %c_39 = stablehlo.constant dense<false> : tensor<i1>
    %102 = stablehlo.broadcast_in_dim %c_39, dims = [] : (tensor<i1>) -> tensor<5xi1>
    %103 = stablehlo.compare NE, %4, %102, UNSIGNED : (tensor<5xi1>, tensor<5xi1>) -> tensor<5xi1>
    %104 = stablehlo.convert %103 : tensor<5xi1>
    %105 = stablehlo.or %104, %11 : tensor<5xi1>
    %c_40 = stablehlo.constant dense<false> : tensor<i1>
    %106 = stablehlo.broadcast_in_dim %c_40, dims = [] : (tensor<i1>) -> tensor<5xi1>
    %107 = stablehlo.compare NE, %13, %106, UNSIGNED : (tensor<5xi1>, tensor<5xi1>) -> tensor<5xi1>
    %108 = stablehlo.convert %107 : tensor<5xi1>
    %109 = stablehlo.or %105, %108 : tensor<5xi1>
    %110 = stablehlo.or %109, %12 : tensor<5xi1>
    %111 = stablehlo.subtract %30, %101 : tensor<5xf32>
    %112 = stablehlo.select %110, %101, %111 : tensor<5xi1>, tensor<5xf32>
    return %112 : tensor<5xf32>
  }
  func.func private @isinf(%arg0: tensor<5xf32>) -> tensor<5xi1> {
    %0 = stablehlo.abs %arg0 : tensor<5xf32>
    %cst = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %2 = stablehlo.compare EQ, %0, %1, FLOAT : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xi1>
    return %2 : tensor<5xi1>
  }
  func.func private @_threefry_split(%arg0: tensor<2xui32>) -> tensor<2x2xui32> {
    %0 = stablehlo.slice %arg0 [0:1] : (tensor<2xui32>) -> tensor<1xui32>
    %1 = stablehlo.reshape %0 : (tensor<1xui32>) -> tensor<ui32>
    %2 = stablehlo.slice %arg0 [1:2] : (tensor<2xui32>) -> tensor<1xui32>
    %3 = stablehlo.reshape %2 : (tensor<1xui32>) -> tensor<ui32>
    %4 = stablehlo.iota dim = 0 : tensor<2xui64>
    %c = stablehlo.constant dense<1> : tensor<ui64>
    %5 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<ui64>) -> tensor<2xui64>
    %6 = stablehlo.multiply %5, %4 : tensor<2xui64>
    %c_0 = stablehlo.constant dense<32> : tensor<ui64>
    %7 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<ui64>) -> tensor<2xui64>
    %8 = stablehlo.shift_right_logical %6, %7 : tensor<2xui64>
    %9 = stablehlo.convert %6 : (tensor<2xui64>) -> tensor<2xui32>
    %10 = stablehlo.convert %8 : (tensor<2xui64>) -> tensor<2xui32>
    %11:2 = call @threefry2x32(%1, %3, %10, %9) : (tensor<ui32>, tensor<ui32>, tensor<2xui32>, tensor<2xui32>) -> (tensor<2xui32>, tensor<2xui32>)
    %12 = stablehlo.broadcast_in_dim %11#0, dims = [0] : (tensor<2xui32>) -> tensor<2x1xui32>
    %13 = stablehlo.broadcast_in_dim %11#1, dims = [0] : (tensor<2xui32>) -> tensor<2x1xui32>
    %14 = stablehlo.concatenate %12, %13, dim = 1 : (tensor<2x1xui32>, tensor<2x1xui32>) -> tensor<2x2xui32>
    return %14 : tensor<2x2xui32>
  }
  func.func private @threefry2x32(%arg0: tensor<ui32>, %arg1: tensor<ui32>, %arg2: tensor<2xui32>, %arg3: tensor<2xui32>) -> (tensor<2xui32>, tensor<2xui32>) {
    %c = stablehlo.constant dense<[13, 15, 26, 6]> : tensor<4xui32>
    %c_0 = stablehlo.constant dense<[17, 29, 16, 24]> : tensor<4xui32>
    %0 = stablehlo.xor %arg0, %arg1 : tensor<ui32>
    %c_1 = stablehlo.constant dense<466688986> : tensor<ui32>
    %1 = stablehlo.xor %0, %c_1 : tensor<ui32>
    %2 = stablehlo.broadcast_in_dim %arg0, dims = [] : (tensor<ui32>) -> tensor<2xui32>
    %3 = stablehlo.add %arg2, %2 : tensor<2xui32>
    %4 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<ui32>) -> tensor<2xui32>
    %5 = stablehlo.add %arg3, %4 : tensor<2xui32>
    %c_2 = stablehlo.constant dense<0> : tensor<i32>
    %c_3 = stablehlo.constant dense<0> : tensor<i32>
    %6:9 = stablehlo.while(%iterArg = %c_3, %iterArg_4 = %c_2, %iterArg_5 = %3, %iterArg_6 = %5, %iterArg_7 = %arg1, %iterArg_8 = %1, %iterArg_9 = %arg0, %iterArg_10 = %c, %iterArg_11 = %c_0) : tensor<i32>, tensor<i32>, tensor<2xui32>, tensor<2xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>
    cond {
      %c_12 = stablehlo.constant dense<5> : tensor<i32>
      %7 = stablehlo.compare LT, %iterArg, %c_12, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %7 : tensor<i1>
    } do {
      %7:8 = func.call @closed_call(%iterArg_4, %iterArg_5, %iterArg_6, %iterArg_7, %iterArg_8, %iterArg_9, %iterArg_10, %iterArg_11) : (tensor<i32>, tensor<2xui32>, tensor<2xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<2xui32>, tensor<2xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
      %c_12 = stablehlo.constant dense<1> : tensor<i32>
      %8 = stablehlo.add %iterArg, %c_12 : tensor<i32>
      stablehlo.return %8, %7#0, %7#1, %7#2, %7#3, %7#4, %7#5, %7#6, %7#7 : tensor<i32>, tensor<i32>, tensor<2xui32>, tensor<2xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>
    }
    return %6#2, %6#3 : tensor<2xui32>, tensor<2xui32>
  }
  func.func private @closed_call(%arg0: tensor<i32>, %arg1: tensor<2xui32>, %arg2: tensor<2xui32>, %arg3: tensor<ui32>, %arg4: tensor<ui32>, %arg5: tensor<ui32>, %arg6: tensor<4xui32>, %arg7: tensor<4xui32>) -> (tensor<i32>, tensor<2xui32>, tensor<2xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) {
    %c = stablehlo.constant dense<1> : tensor<i32>
    %0 = stablehlo.add %arg0, %c : tensor<i32>
    %1 = stablehlo.slice %arg6 [0:1] : (tensor<4xui32>) -> tensor<1xui32>
    %2 = stablehlo.reshape %1 : (tensor<1xui32>) -> tensor<ui32>
    %3 = stablehlo.add %arg1, %arg2 : tensor<2xui32>
    %4 = stablehlo.broadcast_in_dim %2, dims = [] : (tensor<ui32>) -> tensor<2xui32>
    %5 = stablehlo.shift_left %arg2, %4 : tensor<2xui32>
    %c_0 = stablehlo.constant dense<32> : tensor<ui32>
    %6 = stablehlo.subtract %c_0, %2 : tensor<ui32>
    %7 = stablehlo.broadcast_in_dim %6, dims = [] : (tensor<ui32>) -> tensor<2xui32>
    %8 = stablehlo.shift_right_logical %arg2, %7 : tensor<2xui32>
    %9 = stablehlo.or %5, %8 : tensor<2xui32>
    %10 = stablehlo.xor %3, %9 : tensor<2xui32>
    %11 = stablehlo.slice %arg6 [1:2] : (tensor<4xui32>) -> tensor<1xui32>
    %12 = stablehlo.reshape %11 : (tensor<1xui32>) -> tensor<ui32>
    %13 = stablehlo.add %3, %10 : tensor<2xui32>
    %14 = stablehlo.broadcast_in_dim %12, dims = [] : (tensor<ui32>) -> tensor<2xui32>
    %15 = stablehlo.shift_left %10, %14 : tensor<2xui32>
    %c_1 = stablehlo.constant dense<32> : tensor<ui32>
    %16 = stablehlo.subtract %c_1, %12 : tensor<ui32>
    %17 = stablehlo.broadcast_in_dim %16, dims = [] : (tensor<ui32>) -> tensor<2xui32>
    %18 = stablehlo.shift_right_logical %10, %17 : tensor<2xui32>
    %19 = stablehlo.or %15, %18 : tensor<2xui32>
    %20 = stablehlo.xor %13, %19 : tensor<2xui32>
    %21 = stablehlo.slice %arg6 [2:3] : (tensor<4xui32>) -> tensor<1xui32>
    %22 = stablehlo.reshape %21 : (tensor<1xui32>) -> tensor<ui32>
    %23 = stablehlo.add %13, %20 : tensor<2xui32>
    %24 = stablehlo.broadcast_in_dim %22, dims = [] : (tensor<ui32>) -> tensor<2xui32>
    %25 = stablehlo.shift_left %20, %24 : tensor<2xui32>
    %c_2 = stablehlo.constant dense<32> : tensor<ui32>
    %26 = stablehlo.subtract %c_2, %22 : tensor<ui32>
    %27 = stablehlo.broadcast_in_dim %26, dims = [] : (tensor<ui32>) -> tensor<2xui32>
    %28 = stablehlo.shift_right_logical %20, %27 : tensor<2xui32>
    %29 = stablehlo.or %25, %28 : tensor<2xui32>
    %30 = stablehlo.xor %23, %29 : tensor<2xui32>
    %31 = stablehlo.slice %arg6 [3:4] : (tensor<4xui32>) -> tensor<1xui32>
    %32 = stablehlo.reshape %31 : (tensor<1xui32>) -> tensor<ui32>
    %33 = stablehlo.add %23, %30 : tensor<2xui32>
    %34 = stablehlo.broadcast_in_dim %32, dims = [] : (tensor<ui32>) -> tensor<2xui32>
    %35 = stablehlo.shift_left %30, %34 : tensor<2xui32>
    %c_3 = stablehlo.constant dense<32> : tensor<ui32>
    %36 = stablehlo.subtract %c_3, %32 : tensor<ui32>
    %37 = stablehlo.broadcast_in_dim %36, dims = [] : (tensor<ui32>) -> tensor<2xui32>
    %38 = stablehlo.shift_right_logical %30, %37 : tensor<2xui32>
    %39 = stablehlo.or %35, %38 : tensor<2xui32>
    %40 = stablehlo.xor %33, %39 : tensor<2xui32>
    %41 = stablehlo.broadcast_in_dim %arg3, dims = [] : (tensor<ui32>) -> tensor<2xui32>
    %42 = stablehlo.add %33, %41 : tensor<2xui32>
    %43 = stablehlo.broadcast_in_dim %arg4, dims = [] : (tensor<ui32>) -> tensor<2xui32>
    %44 = stablehlo.add %40, %43 : tensor<2xui32>
    %c_4 = stablehlo.constant dense<1> : tensor<i32>
    %45 = stablehlo.add %arg0, %c_4 : tensor<i32>
    %46 = stablehlo.convert %45 : (tensor<i32>) -> tensor<ui32>
    %47 = stablehlo.broadcast_in_dim %46, dims = [] : (tensor<ui32>) -> tensor<2xui32>
    %48 = stablehlo.add %44, %47 : tensor<2xui32>
    return %0, %42, %48, %arg4, %arg5, %arg3, %arg7, %arg6 : tensor<i32>, tensor<2xui32>, tensor<2xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>
  }
  func.func private @_uniform(%arg0: tensor<2xui32>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<5xf32> {
    %0 = stablehlo.convert %arg1 : tensor<f32>
    %1 = stablehlo.convert %arg2 : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %3 = stablehlo.broadcast_in_dim %1, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %4 = stablehlo.slice %arg0 [0:1] : (tensor<2xui32>) -> tensor<1xui32>
    %5 = stablehlo.reshape %4 : (tensor<1xui32>) -> tensor<ui32>
    %6 = stablehlo.slice %arg0 [1:2] : (tensor<2xui32>) -> tensor<1xui32>
    %7 = stablehlo.reshape %6 : (tensor<1xui32>) -> tensor<ui32>
    %8 = stablehlo.iota dim = 0 : tensor<5xui64>
    %c = stablehlo.constant dense<1> : tensor<ui64>
    %9 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<ui64>) -> tensor<5xui64>
    %10 = stablehlo.multiply %9, %8 : tensor<5xui64>
    %c_0 = stablehlo.constant dense<32> : tensor<ui64>
    %11 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<ui64>) -> tensor<5xui64>
    %12 = stablehlo.shift_right_logical %10, %11 : tensor<5xui64>
    %13 = stablehlo.convert %10 : (tensor<5xui64>) -> tensor<5xui32>
    %14 = stablehlo.convert %12 : (tensor<5xui64>) -> tensor<5xui32>
    %15:2 = call @threefry2x32_0(%5, %7, %14, %13) : (tensor<ui32>, tensor<ui32>, tensor<5xui32>, tensor<5xui32>) -> (tensor<5xui32>, tensor<5xui32>)
    %16 = stablehlo.xor %15#0, %15#1 : tensor<5xui32>
    %c_1 = stablehlo.constant dense<9> : tensor<ui32>
    %17 = stablehlo.broadcast_in_dim %c_1, dims = [] : (tensor<ui32>) -> tensor<5xui32>
    %18 = stablehlo.shift_right_logical %16, %17 : tensor<5xui32>
    %c_2 = stablehlo.constant dense<1065353216> : tensor<ui32>
    %19 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<ui32>) -> tensor<5xui32>
    %20 = stablehlo.or %18, %19 : tensor<5xui32>
    %21 = stablehlo.bitcast_convert %20 : (tensor<5xui32>) -> tensor<5xf32>
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %22 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %23 = stablehlo.subtract %21, %22 : tensor<5xf32>
    %24 = stablehlo.subtract %3, %2 : tensor<1xf32>
    %25 = stablehlo.broadcast_in_dim %24, dims = [0] : (tensor<1xf32>) -> tensor<5xf32>
    %26 = stablehlo.multiply %23, %25 : tensor<5xf32>
    %27 = stablehlo.broadcast_in_dim %2, dims = [0] : (tensor<1xf32>) -> tensor<5xf32>
    %28 = stablehlo.add %26, %27 : tensor<5xf32>
    %29 = stablehlo.broadcast_in_dim %2, dims = [0] : (tensor<1xf32>) -> tensor<5xf32>
    %30 = stablehlo.maximum %29, %28 : tensor<5xf32>
    return %30 : tensor<5xf32>
  }
  func.func private @threefry2x32_0(%arg0: tensor<ui32>, %arg1: tensor<ui32>, %arg2: tensor<5xui32>, %arg3: tensor<5xui32>) -> (tensor<5xui32>, tensor<5xui32>) {
    %c = stablehlo.constant dense<[13, 15, 26, 6]> : tensor<4xui32>
    %c_0 = stablehlo.constant dense<[17, 29, 16, 24]> : tensor<4xui32>
    %0 = stablehlo.xor %arg0, %arg1 : tensor<ui32>
    %c_1 = stablehlo.constant dense<466688986> : tensor<ui32>
    %1 = stablehlo.xor %0, %c_1 : tensor<ui32>
    %2 = stablehlo.broadcast_in_dim %arg0, dims = [] : (tensor<ui32>) -> tensor<5xui32>
    %3 = stablehlo.add %arg2, %2 : tensor<5xui32>
    %4 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<ui32>) -> tensor<5xui32>
    %5 = stablehlo.add %arg3, %4 : tensor<5xui32>
    %c_2 = stablehlo.constant dense<0> : tensor<i32>
    %c_3 = stablehlo.constant dense<0> : tensor<i32>
    %6:9 = stablehlo.while(%iterArg = %c_3, %iterArg_4 = %c_2, %iterArg_5 = %3, %iterArg_6 = %5, %iterArg_7 = %arg1, %iterArg_8 = %1, %iterArg_9 = %arg0, %iterArg_10 = %c, %iterArg_11 = %c_0) : tensor<i32>, tensor<i32>, tensor<5xui32>, tensor<5xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>
    cond {
      %c_12 = stablehlo.constant dense<5> : tensor<i32>
      %7 = stablehlo.compare LT, %iterArg, %c_12, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %7 : tensor<i1>
    } do {
      %7:8 = func.call @closed_call_1(%iterArg_4, %iterArg_5, %iterArg_6, %iterArg_7, %iterArg_8, %iterArg_9, %iterArg_10, %iterArg_11) : (tensor<i32>, tensor<5xui32>, tensor<5xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<5xui32>, tensor<5xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
      %c_12 = stablehlo.constant dense<1> : tensor<i32>
      %8 = stablehlo.add %iterArg, %c_12 : tensor<i32>
      stablehlo.return %8, %7#0, %7#1, %7#2, %7#3, %7#4, %7#5, %7#6, %7#7 : tensor<i32>, tensor<i32>, tensor<5xui32>, tensor<5xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>
    }
    return %6#2, %6#3 : tensor<5xui32>, tensor<5xui32>
  }
  func.func private @closed_call_1(%arg0: tensor<i32>, %arg1: tensor<5xui32>, %arg2: tensor<5xui32>, %arg3: tensor<ui32>, %arg4: tensor<ui32>, %arg5: tensor<ui32>, %arg6: tensor<4xui32>, %arg7: tensor<4xui32>) -> (tensor<i32>, tensor<5xui32>, tensor<5xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) {
    %c = stablehlo.constant dense<1> : tensor<i32>
    %0 = stablehlo.add %arg0, %c : tensor<i32>
    %1 = stablehlo.slice %arg6 [0:1] : (tensor<4xui32>) -> tensor<1xui32>
    %2 = stablehlo.reshape %1 : (tensor<1xui32>) -> tensor<ui32>
    %3 = stablehlo.add %arg1, %arg2 : tensor<5xui32>
    %4 = stablehlo.broadcast_in_dim %2, dims = [] : (tensor<ui32>) -> tensor<5xui32>
    %5 = stablehlo.shift_left %arg2, %4 : tensor<5xui32>
    %c_0 = stablehlo.constant dense<32> : tensor<ui32>
    %6 = stablehlo.subtract %c_0, %2 : tensor<ui32>
    %7 = stablehlo.broadcast_in_dim %6, dims = [] : (tensor<ui32>) -> tensor<5xui32>
    %8 = stablehlo.shift_right_logical %arg2, %7 : tensor<5xui32>
    %9 = stablehlo.or %5, %8 : tensor<5xui32>
    %10 = stablehlo.xor %3, %9 : tensor<5xui32>
    %11 = stablehlo.slice %arg6 [1:2] : (tensor<4xui32>) -> tensor<1xui32>
    %12 = stablehlo.reshape %11 : (tensor<1xui32>) -> tensor<ui32>
    %13 = stablehlo.add %3, %10 : tensor<5xui32>
    %14 = stablehlo.broadcast_in_dim %12, dims = [] : (tensor<ui32>) -> tensor<5xui32>
    %15 = stablehlo.shift_left %10, %14 : tensor<5xui32>
    %c_1 = stablehlo.constant dense<32> : tensor<ui32>
    %16 = stablehlo.subtract %c_1, %12 : tensor<ui32>
    %17 = stablehlo.broadcast_in_dim %16, dims = [] : (tensor<ui32>) -> tensor<5xui32>
    %18 = stablehlo.shift_right_logical %10, %17 : tensor<5xui32>
    %19 = stablehlo.or %15, %18 : tensor<5xui32>
    %20 = stablehlo.xor %13, %19 : tensor<5xui32>
    %21 = stablehlo.slice %arg6 [2:3] : (tensor<4xui32>) -> tensor<1xui32>
    %22 = stablehlo.reshape %21 : (tensor<1xui32>) -> tensor<ui32>
    %23 = stablehlo.add %13, %20 : tensor<5xui32>
    %24 = stablehlo.broadcast_in_dim %22, dims = [] : (tensor<ui32>) -> tensor<5xui32>
    %25 = stablehlo.shift_left %20, %24 : tensor<5xui32>
    %c_2 = stablehlo.constant dense<32> : tensor<ui32>
    %26 = stablehlo.subtract %c_2, %22 : tensor<ui32>
    %27 = stablehlo.broadcast_in_dim %26, dims = [] : (tensor<ui32>) -> tensor<5xui32>
    %28 = stablehlo.shift_right_logical %20, %27 : tensor<5xui32>
    %29 = stablehlo.or %25, %28 : tensor<5xui32>
    %30 = stablehlo.xor %23, %29 : tensor<5xui32>
    %31 = stablehlo.slice %arg6 [3:4] : (tensor<4xui32>) -> tensor<1xui32>
    %32 = stablehlo.reshape %31 : (tensor<1xui32>) -> tensor<ui32>
    %33 = stablehlo.add %23, %30 : tensor<5xui32>
    %34 = stablehlo.broadcast_in_dim %32, dims = [] : (tensor<ui32>) -> tensor<5xui32>
    %35 = stablehlo.shift_left %30, %34 : tensor<5xui32>
    %c_3 = stablehlo.constant dense<32> : tensor<ui32>
    %36 = stablehlo.subtract %c_3, %32 : tensor<ui32>
    %37 = stablehlo.broadcast_in_dim %36, dims = [] : (tensor<ui32>) -> tensor<5xui32>
    %38 = stablehlo.shift_right_logical %30, %37 : tensor<5xui32>
    %39 = stablehlo.or %35, %38 : tensor<5xui32>
    %40 = stablehlo.xor %33, %39 : tensor<5xui32>
    %41 = stablehlo.broadcast_in_dim %arg3, dims = [] : (tensor<ui32>) -> tensor<5xui32>
    %42 = stablehlo.add %33, %41 : tensor<5xui32>
    %43 = stablehlo.broadcast_in_dim %arg4, dims = [] : (tensor<ui32>) -> tensor<5xui32>
    %44 = stablehlo.add %40, %43 : tensor<5xui32>
    %c_4 = stablehlo.constant dense<1> : tensor<i32>
    %45 = stablehlo.add %arg0, %c_4 : tensor<i32>
    %46 = stablehlo.convert %45 : (tensor<i32>) -> tensor<ui32>
    %47 = stablehlo.broadcast_in_dim %46, dims = [] : (tensor<ui32>) -> tensor<5xui32>
    %48 = stablehlo.add %44, %47 : tensor<5xui32>
    return %0, %42, %48, %arg4, %arg5, %arg3, %arg7, %arg6 : tensor<i32>, tensor<5xui32>, tensor<5xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>
  }
  func.func private @_threefry_split_2(%arg0: tensor<2xui32>) -> tensor<3x2xui32> {
    %0 = stablehlo.slice %arg0 [0:1] : (tensor<2xui32>) -> tensor<1xui32>
    %1 = stablehlo.reshape %0 : (tensor<1xui32>) -> tensor<ui32>
    %2 = stablehlo.slice %arg0 [1:2] : (tensor<2xui32>) -> tensor<1xui32>
    %3 = stablehlo.reshape %2 : (tensor<1xui32>) -> tensor<ui32>
    %4 = stablehlo.iota dim = 0 : tensor<3xui64>
    %c = stablehlo.constant dense<1> : tensor<ui64>
    %5 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<ui64>) -> tensor<3xui64>
    %6 = stablehlo.multiply %5, %4 : tensor<3xui64>
    %c_0 = stablehlo.constant dense<32> : tensor<ui64>
    %7 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<ui64>) -> tensor<3xui64>
    %8 = stablehlo.shift_right_logical %6, %7 : tensor<3xui64>
    %9 = stablehlo.convert %6 : (tensor<3xui64>) -> tensor<3xui32>
    %10 = stablehlo.convert %8 : (tensor<3xui64>) -> tensor<3xui32>
    %11:2 = call @threefry2x32_3(%1, %3, %10, %9) : (tensor<ui32>, tensor<ui32>, tensor<3xui32>, tensor<3xui32>) -> (tensor<3xui32>, tensor<3xui32>)
    %12 = stablehlo.broadcast_in_dim %11#0, dims = [0] : (tensor<3xui32>) -> tensor<3x1xui32>
    %13 = stablehlo.broadcast_in_dim %11#1, dims = [0] : (tensor<3xui32>) -> tensor<3x1xui32>
    %14 = stablehlo.concatenate %12, %13, dim = 1 : (tensor<3x1xui32>, tensor<3x1xui32>) -> tensor<3x2xui32>
    return %14 : tensor<3x2xui32>
  }
  func.func private @threefry2x32_3(%arg0: tensor<ui32>, %arg1: tensor<ui32>, %arg2: tensor<3xui32>, %arg3: tensor<3xui32>) -> (tensor<3xui32>, tensor<3xui32>) {
    %c = stablehlo.constant dense<[13, 15, 26, 6]> : tensor<4xui32>
    %c_0 = stablehlo.constant dense<[17, 29, 16, 24]> : tensor<4xui32>
    %0 = stablehlo.xor %arg0, %arg1 : tensor<ui32>
    %c_1 = stablehlo.constant dense<466688986> : tensor<ui32>
    %1 = stablehlo.xor %0, %c_1 : tensor<ui32>
    %2 = stablehlo.broadcast_in_dim %arg0, dims = [] : (tensor<ui32>) -> tensor<3xui32>
    %3 = stablehlo.add %arg2, %2 : tensor<3xui32>
    %4 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<ui32>) -> tensor<3xui32>
    %5 = stablehlo.add %arg3, %4 : tensor<3xui32>
    %c_2 = stablehlo.constant dense<0> : tensor<i32>
    %c_3 = stablehlo.constant dense<0> : tensor<i32>
    %6:9 = stablehlo.while(%iterArg = %c_3, %iterArg_4 = %c_2, %iterArg_5 = %3, %iterArg_6 = %5, %iterArg_7 = %arg1, %iterArg_8 = %1, %iterArg_9 = %arg0, %iterArg_10 = %c, %iterArg_11 = %c_0) : tensor<i32>, tensor<i32>, tensor<3xui32>, tensor<3xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>
    cond {
      %c_12 = stablehlo.constant dense<5> : tensor<i32>
      %7 = stablehlo.compare LT, %iterArg, %c_12, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %7 : tensor<i1>
    } do {
      %7:8 = func.call @closed_call_4(%iterArg_4, %iterArg_5, %iterArg_6, %iterArg_7, %iterArg_8, %iterArg_9, %iterArg_10, %iterArg_11) : (tensor<i32>, tensor<3xui32>, tensor<3xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<3xui32>, tensor<3xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
      %c_12 = stablehlo.constant dense<1> : tensor<i32>
      %8 = stablehlo.add %iterArg, %c_12 : tensor<i32>
      stablehlo.return %8, %7#0, %7#1, %7#2, %7#3, %7#4, %7#5, %7#6, %7#7 : tensor<i32>, tensor<i32>, tensor<3xui32>, tensor<3xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>
    }
    return %6#2, %6#3 : tensor<3xui32>, tensor<3xui32>
  }
  func.func private @closed_call_4(%arg0: tensor<i32>, %arg1: tensor<3xui32>, %arg2: tensor<3xui32>, %arg3: tensor<ui32>, %arg4: tensor<ui32>, %arg5: tensor<ui32>, %arg6: tensor<4xui32>, %arg7: tensor<4xui32>) -> (tensor<i32>, tensor<3xui32>, tensor<3xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) {
    %c = stablehlo.constant dense<1> : tensor<i32>
    %0 = stablehlo.add %arg0, %c : tensor<i32>
    %1 = stablehlo.slice %arg6 [0:1] : (tensor<4xui32>) -> tensor<1xui32>
    %2 = stablehlo.reshape %1 : (tensor<1xui32>) -> tensor<ui32>
    %3 = stablehlo.add %arg1, %arg2 : tensor<3xui32>
    %4 = stablehlo.broadcast_in_dim %2, dims = [] : (tensor<ui32>) -> tensor<3xui32>
    %5 = stablehlo.shift_left %arg2, %4 : tensor<3xui32>
    %c_0 = stablehlo.constant dense<32> : tensor<ui32>
    %6 = stablehlo.subtract %c_0, %2 : tensor<ui32>
    %7 = stablehlo.broadcast_in_dim %6, dims = [] : (tensor<ui32>) -> tensor<3xui32>
    %8 = stablehlo.shift_right_logical %arg2, %7 : tensor<3xui32>
    %9 = stablehlo.or %5, %8 : tensor<3xui32>
    %10 = stablehlo.xor %3, %9 : tensor<3xui32>
    %11 = stablehlo.slice %arg6 [1:2] : (tensor<4xui32>) -> tensor<1xui32>
    %12 = stablehlo.reshape %11 : (tensor<1xui32>) -> tensor<ui32>
    %13 = stablehlo.add %3, %10 : tensor<3xui32>
    %14 = stablehlo.broadcast_in_dim %12, dims = [] : (tensor<ui32>) -> tensor<3xui32>
    %15 = stablehlo.shift_left %10, %14 : tensor<3xui32>
    %c_1 = stablehlo.constant dense<32> : tensor<ui32>
    %16 = stablehlo.subtract %c_1, %12 : tensor<ui32>
    %17 = stablehlo.broadcast_in_dim %16, dims = [] : (tensor<ui32>) -> tensor<3xui32>
    %18 = stablehlo.shift_right_logical %10, %17 : tensor<3xui32>
    %19 = stablehlo.or %15, %18 : tensor<3xui32>
    %20 = stablehlo.xor %13, %19 : tensor<3xui32>
    %21 = stablehlo.slice %arg6 [2:3] : (tensor<4xui32>) -> tensor<1xui32>
    %22 = stablehlo.reshape %21 : (tensor<1xui32>) -> tensor<ui32>
    %23 = stablehlo.add %13, %20 : tensor<3xui32>
    %24 = stablehlo.broadcast_in_dim %22, dims = [] : (tensor<ui32>) -> tensor<3xui32>
    %25 = stablehlo.shift_left %20, %24 : tensor<3xui32>
    %c_2 = stablehlo.constant dense<32> : tensor<ui32>
    %26 = stablehlo.subtract %c_2, %22 : tensor<ui32>
    %27 = stablehlo.broadcast_in_dim %26, dims = [] : (tensor<ui32>) -> tensor<3xui32>
    %28 = stablehlo.shift_right_logical %20, %27 : tensor<3xui32>
    %29 = stablehlo.or %25, %28 : tensor<3xui32>
    %30 = stablehlo.xor %23, %29 : tensor<3xui32>
    %31 = stablehlo.slice %arg6 [3:4] : (tensor<4xui32>) -> tensor<1xui32>
    %32 = stablehlo.reshape %31 : (tensor<1xui32>) -> tensor<ui32>
    %33 = stablehlo.add %23, %30 : tensor<3xui32>
    %34 = stablehlo.broadcast_in_dim %32, dims = [] : (tensor<ui32>) -> tensor<3xui32>
    %35 = stablehlo.shift_left %30, %34 : tensor<3xui32>
    %c_3 = stablehlo.constant dense<32> : tensor<ui32>
    %36 = stablehlo.subtract %c_3, %32 : tensor<ui32>
    %37 = stablehlo.broadcast_in_dim %36, dims = [] : (tensor<ui32>) -> tensor<3xui32>
    %38 = stablehlo.shift_right_logical %30, %37 : tensor<3xui32>
    %39 = stablehlo.or %35, %38 : tensor<3xui32>
    %40 = stablehlo.xor %33, %39 : tensor<3xui32>
    %41 = stablehlo.broadcast_in_dim %arg3, dims = [] : (tensor<ui32>) -> tensor<3xui32>
    %42 = stablehlo.add %33, %41 : tensor<3xui32>
    %43 = stablehlo.broadcast_in_dim %arg4, dims = [] : (tensor<ui32>) -> tensor<3xui32>
    %44 = stablehlo.add %40, %43 : tensor<3xui32>
    %c_4 = stablehlo.constant dense<1> : tensor<i32>
    %45 = stablehlo.add %arg0, %c_4 : tensor<i32>
    %46 = stablehlo.convert %45 : (tensor<i32>) -> tensor<ui32>
    %47 = stablehlo.broadcast_in_dim %46, dims = [] : (tensor<ui32>) -> tensor<3xui32>
    %48 = stablehlo.add %44, %47 : tensor<3xui32>
    return %0, %42, %48, %arg4, %arg5, %arg3, %arg7, %arg6 : tensor<i32>, tensor<3xui32>, tensor<3xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>
  }
}
