module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[1.3554771e+00, -1.3871694e+00, -1.9102491e+00]> : tensor<3xf32>
    %out = func.call @function(%in0) : (tensor<3xf32>) -> (tensor<3xf32>)
    %expected0 = stablehlo.constant dense<[1.0e+00, 1.0e+00, 1.0e+00]> : tensor<3xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.000e-03 : tensor<3xf32>
    return
  }
  func.func private @function(%arg0: tensor<3xf32>) -> (tensor<3xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.iota dim = 0 : tensor<3x3xi32>
    %1 = stablehlo.iota dim = 1 : tensor<3x3xi32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %2 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<3x3xi32>
    %3 = stablehlo.add %0, %2 : tensor<3x3xi32>
    %4 = stablehlo.compare EQ, %3, %1, SIGNED : (tensor<3x3xi32>, tensor<3x3xi32>) -> tensor<3x3xi1>
    %5 = stablehlo.convert %4 : (tensor<3x3xi1>) -> tensor<3x3xf32>
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %6 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<3xf32>
    %7 = stablehlo.subtract %arg0, %6 : tensor<3xf32>
    %8 = stablehlo.multiply %7, %7 : tensor<3xf32>
    %cst_0 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %9 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<3xf32>
    %10 = stablehlo.multiply %9, %7 : tensor<3xf32>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %11 = stablehlo.reduce(%8 init: %cst_1) applies stablehlo.add across dimensions = [0] : (tensor<3xf32>, tensor<f32>) -> tensor<f32>
    %cst_2 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %12 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<3xf32>
    %13 = stablehlo.multiply %12, %10 : tensor<3xf32>
    %14 = call @norm(%13) : (tensor<3xf32>) -> tensor<f32>
    %cst_3 = stablehlo.constant dense<9.99999974E-6> : tensor<f32>
    %15 = stablehlo.compare LT, %14, %cst_3, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %16 = call @norm_0(%13) : (tensor<3xf32>) -> tensor<f32>
    %cst_4 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %17 = stablehlo.divide %16, %cst_4 : tensor<f32>
    %18 = stablehlo.add %11, %17 : tensor<f32>
    %c_5 = stablehlo.constant dense<0> : tensor<i32>
    %c_6 = stablehlo.constant dense<0> : tensor<i32>
    %c_7 = stablehlo.constant dense<false> : tensor<i1>
    %c_8 = stablehlo.constant dense<0> : tensor<i32>
    %c_9 = stablehlo.constant dense<1> : tensor<i32>
    %c_10 = stablehlo.constant dense<1> : tensor<i32>
    %c_11 = stablehlo.constant dense<0> : tensor<i32>
    %19:13 = stablehlo.while(%iterArg = %c_5, %iterArg_17 = %c_6, %iterArg_18 = %15, %iterArg_19 = %c_7, %iterArg_20 = %c_8, %iterArg_21 = %c_9, %iterArg_22 = %c_10, %iterArg_23 = %arg0, %iterArg_24 = %11, %iterArg_25 = %13, %iterArg_26 = %5, %iterArg_27 = %18, %iterArg_28 = %c_11) : tensor<i32>, tensor<i32>, tensor<i1>, tensor<i1>, tensor<i32>, tensor<i32>, tensor<i32>, tensor<3xf32>, tensor<f32>, tensor<3xf32>, tensor<3x3xf32>, tensor<f32>, tensor<i32>
    cond {
      %27 = stablehlo.not %iterArg_18 : tensor<i1>
      %28 = stablehlo.not %iterArg_19 : tensor<i1>
      %29 = stablehlo.and %27, %28 : tensor<i1>
      %c_29 = stablehlo.constant dense<600> : tensor<i32>
      %30 = stablehlo.compare LT, %iterArg_20, %c_29, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %c_30 = stablehlo.constant dense<false> : tensor<i1>
      %31 = stablehlo.broadcast_in_dim %c_30, dims = [] : (tensor<i1>) -> tensor<i1>
      %32 = stablehlo.compare NE, %30, %31, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %33 = stablehlo.convert %32 : tensor<i1>
      %34 = stablehlo.and %29, %33 : tensor<i1>
      stablehlo.return %34 : tensor<i1>
    } do {
      %27 = stablehlo.dot_general %iterArg_26, %iterArg_25, contracting_dims = [1] x [0], precision = [HIGHEST, HIGHEST] : (tensor<3x3xf32>, tensor<3xf32>) -> tensor<3xf32>
      %28 = stablehlo.negate %27 : tensor<3xf32>
      %29 = stablehlo.dot_general %iterArg_25, %28, contracting_dims = [0] x [0], precision = [HIGHEST, HIGHEST] : (tensor<3xf32>, tensor<3xf32>) -> tensor<f32>
      %30 = stablehlo.subtract %iterArg_24, %iterArg_27 : tensor<f32>
      %cst_29 = stablehlo.constant dense<2.020000e+00> : tensor<f32>
      %31 = stablehlo.multiply %cst_29, %30 : tensor<f32>
      %32 = stablehlo.divide %31, %29 : tensor<f32>
      %cst_30 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %33 = stablehlo.compare GT, %32, %cst_30, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %cst_31 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %34 = func.call @_where(%33, %cst_31, %32) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %c_32 = stablehlo.constant dense<false> : tensor<i1>
      %c_33 = stablehlo.constant dense<false> : tensor<i1>
      %c_34 = stablehlo.constant dense<1> : tensor<i32>
      %cst_35 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %c_36 = stablehlo.constant dense<0> : tensor<i32>
      %c_37 = stablehlo.constant dense<0> : tensor<i32>
      %cst_38 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %35:18 = stablehlo.while(%iterArg_51 = %34, %iterArg_52 = %28, %iterArg_53 = %iterArg_23, %iterArg_54 = %29, %iterArg_55 = %iterArg_24, %iterArg_56 = %iterArg_25, %iterArg_57 = %c_32, %iterArg_58 = %c_33, %iterArg_59 = %c_34, %iterArg_60 = %cst_35, %iterArg_61 = %iterArg_24, %iterArg_62 = %29, %iterArg_63 = %c_36, %iterArg_64 = %c_37, %iterArg_65 = %cst_38, %iterArg_66 = %iterArg_24, %iterArg_67 = %29, %iterArg_68 = %iterArg_25) : tensor<f32>, tensor<3xf32>, tensor<3xf32>, tensor<f32>, tensor<f32>, tensor<3xf32>, tensor<i1>, tensor<i1>, tensor<i32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<i32>, tensor<i32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<3xf32>
      cond {
        %86 = stablehlo.not %iterArg_57 : tensor<i1>
        %c_69 = stablehlo.constant dense<10> : tensor<i32>
        %87 = stablehlo.compare LE, %iterArg_59, %c_69, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
        %c_70 = stablehlo.constant dense<false> : tensor<i1>
        %88 = stablehlo.broadcast_in_dim %c_70, dims = [] : (tensor<i1>) -> tensor<i1>
        %89 = stablehlo.compare NE, %87, %88, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
        %90 = stablehlo.convert %89 : tensor<i1>
        %91 = stablehlo.and %86, %90 : tensor<i1>
        %92 = stablehlo.not %iterArg_58 : tensor<i1>
        %93 = stablehlo.and %91, %92 : tensor<i1>
        stablehlo.return %93 : tensor<i1>
      } do {
        %c_69 = stablehlo.constant dense<1> : tensor<i32>
        %86 = stablehlo.compare EQ, %iterArg_59, %c_69, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
        %cst_70 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
        %87 = stablehlo.multiply %iterArg_60, %cst_70 : tensor<f32>
        %88 = func.call @_where_1(%86, %iterArg_51, %87) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
        %89 = stablehlo.broadcast_in_dim %88, dims = [] : (tensor<f32>) -> tensor<3xf32>
        %90 = stablehlo.multiply %89, %iterArg_52 : tensor<3xf32>
        %91 = stablehlo.add %iterArg_53, %90 : tensor<3xf32>
        %cst_71 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
        %92 = stablehlo.broadcast_in_dim %cst_71, dims = [] : (tensor<f32>) -> tensor<3xf32>
        %93 = stablehlo.subtract %91, %92 : tensor<3xf32>
        %94 = stablehlo.multiply %93, %93 : tensor<3xf32>
        %cst_72 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
        %95 = stablehlo.broadcast_in_dim %cst_72, dims = [] : (tensor<f32>) -> tensor<3xf32>
        %96 = stablehlo.multiply %95, %93 : tensor<3xf32>
        %cst_73 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
        %97 = stablehlo.reduce(%94 init: %cst_73) applies stablehlo.add across dimensions = [0] : (tensor<3xf32>, tensor<f32>) -> tensor<f32>
        %cst_74 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
        %98 = stablehlo.broadcast_in_dim %cst_74, dims = [] : (tensor<f32>) -> tensor<3xf32>
        %99 = stablehlo.multiply %98, %96 : tensor<3xf32>
        %100 = stablehlo.dot_general %99, %iterArg_52, contracting_dims = [0] x [0], precision = [HIGHEST, HIGHEST] : (tensor<3xf32>, tensor<3xf32>) -> tensor<f32>
        %c_75 = stablehlo.constant dense<1> : tensor<i32>
        %101 = stablehlo.add %iterArg_63, %c_75 : tensor<i32>
        %c_76 = stablehlo.constant dense<1> : tensor<i32>
        %102 = stablehlo.add %iterArg_64, %c_76 : tensor<i32>
        %cst_77 = stablehlo.constant dense<9.99999974E-5> : tensor<f32>
        %103 = stablehlo.multiply %cst_77, %88 : tensor<f32>
        %104 = stablehlo.multiply %103, %iterArg_54 : tensor<f32>
        %105 = stablehlo.add %iterArg_55, %104 : tensor<f32>
        %106 = stablehlo.compare GT, %97, %105, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
        %107 = stablehlo.compare GE, %97, %iterArg_61, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
        %c_78 = stablehlo.constant dense<1> : tensor<i32>
        %108 = stablehlo.compare GT, %iterArg_59, %c_78, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
        %c_79 = stablehlo.constant dense<false> : tensor<i1>
        %109 = stablehlo.broadcast_in_dim %c_79, dims = [] : (tensor<i1>) -> tensor<i1>
        %110 = stablehlo.compare NE, %108, %109, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
        %111 = stablehlo.convert %110 : tensor<i1>
        %112 = stablehlo.and %107, %111 : tensor<i1>
        %113 = stablehlo.or %106, %112 : tensor<i1>
        %114 = stablehlo.abs %100 : tensor<f32>
        %cst_80 = stablehlo.constant dense<-0.899999976> : tensor<f32>
        %115 = stablehlo.multiply %cst_80, %iterArg_54 : tensor<f32>
        %116 = stablehlo.compare LE, %114, %115, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
        %117 = stablehlo.not %113 : tensor<i1>
        %118 = stablehlo.and %116, %117 : tensor<i1>
        %cst_81 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
        %119 = stablehlo.compare GE, %100, %cst_81, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
        %120 = stablehlo.not %113 : tensor<i1>
        %121 = stablehlo.and %119, %120 : tensor<i1>
        %122 = stablehlo.not %118 : tensor<i1>
        %123 = stablehlo.and %121, %122 : tensor<i1>
        %124 = stablehlo.not %113 : tensor<i1>
        %125 = stablehlo.convert %iterArg_60 : tensor<f32>
        %126 = stablehlo.add %125, %88 : tensor<f32>
        %cst_82 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
        %127 = stablehlo.divide %126, %cst_82 : tensor<f32>
        %128 = stablehlo.add %iterArg_61, %97 : tensor<f32>
        %cst_83 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
        %129 = stablehlo.divide %128, %cst_83 : tensor<f32>
        %c_84 = stablehlo.constant dense<false> : tensor<i1>
        %c_85 = stablehlo.constant dense<false> : tensor<i1>
        %c_86 = stablehlo.constant dense<0> : tensor<i32>
        %cst_87 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
        %c_88 = stablehlo.constant dense<0> : tensor<i32>
        %c_89 = stablehlo.constant dense<0> : tensor<i32>
        %130:22 = stablehlo.while(%iterArg_99 = %124, %iterArg_100 = %iterArg_52, %iterArg_101 = %iterArg_53, %iterArg_102 = %iterArg_54, %iterArg_103 = %iterArg_55, %iterArg_104 = %c_84, %iterArg_105 = %c_85, %iterArg_106 = %c_86, %iterArg_107 = %iterArg_60, %iterArg_108 = %iterArg_61, %iterArg_109 = %iterArg_62, %iterArg_110 = %88, %iterArg_111 = %97, %iterArg_112 = %100, %iterArg_113 = %127, %iterArg_114 = %129, %iterArg_115 = %cst_87, %iterArg_116 = %iterArg_61, %iterArg_117 = %iterArg_62, %iterArg_118 = %iterArg_56, %iterArg_119 = %c_88, %iterArg_120 = %c_89) : tensor<i1>, tensor<3xf32>, tensor<3xf32>, tensor<f32>, tensor<f32>, tensor<i1>, tensor<i1>, tensor<i32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<3xf32>, tensor<i32>, tensor<i32>
        cond {
          %162 = stablehlo.not %iterArg_104 : tensor<i1>
          %163 = stablehlo.not %iterArg_99 : tensor<i1>
          %164 = stablehlo.and %162, %163 : tensor<i1>
          %165 = stablehlo.not %iterArg_105 : tensor<i1>
          %166 = stablehlo.and %164, %165 : tensor<i1>
          stablehlo.return %166 : tensor<i1>
        } do {
          %162 = stablehlo.convert %iterArg_107 : tensor<f32>
          %163 = stablehlo.subtract %iterArg_110, %162 : tensor<f32>
          %164 = stablehlo.convert %iterArg_107 : tensor<f32>
          %165 = stablehlo.minimum %iterArg_110, %164 : tensor<f32>
          %166 = stablehlo.convert %iterArg_107 : tensor<f32>
          %167 = stablehlo.maximum %iterArg_110, %166 : tensor<f32>
          %cst_121 = stablehlo.constant dense<2.000000e-01> : tensor<f32>
          %168 = stablehlo.multiply %cst_121, %163 : tensor<f32>
          %cst_122 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
          %169 = stablehlo.multiply %cst_122, %163 : tensor<f32>
          %c_123 = stablehlo.constant dense<true> : tensor<i1>
          %cst_124 = stablehlo.constant dense<9.99999974E-6> : tensor<f32>
          %cst_125 = stablehlo.constant dense<1.000000e-10> : tensor<f32>
          %170 = func.call @_where_2(%c_123, %cst_124, %cst_125) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %171 = stablehlo.convert %170 : tensor<f32>
          %172 = stablehlo.compare LE, %163, %171, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %173 = stablehlo.or %iterArg_105, %172 : tensor<i1>
          %174 = stablehlo.convert %iterArg_107 : tensor<f32>
          %175 = stablehlo.subtract %iterArg_110, %174 : tensor<f32>
          %176 = stablehlo.convert %iterArg_107 : tensor<f32>
          %177 = stablehlo.subtract %iterArg_113, %176 : tensor<f32>
          %178 = stablehlo.multiply %175, %177 : tensor<f32>
          %179 = stablehlo.multiply %178, %178 : tensor<f32>
          %180 = stablehlo.subtract %175, %177 : tensor<f32>
          %181 = stablehlo.multiply %179, %180 : tensor<f32>
          %182 = stablehlo.multiply %177, %177 : tensor<f32>
          %183 = stablehlo.multiply %175, %175 : tensor<f32>
          %184 = stablehlo.negate %183 : tensor<f32>
          %185 = stablehlo.multiply %177, %177 : tensor<f32>
          %186 = stablehlo.multiply %185, %177 : tensor<f32>
          %187 = stablehlo.negate %186 : tensor<f32>
          %188 = stablehlo.multiply %175, %175 : tensor<f32>
          %189 = stablehlo.multiply %188, %175 : tensor<f32>
          %190 = stablehlo.broadcast_in_dim %182, dims = [] : (tensor<f32>) -> tensor<1xf32>
          %191 = stablehlo.broadcast_in_dim %184, dims = [] : (tensor<f32>) -> tensor<1xf32>
          %192 = stablehlo.concatenate %190, %191, dim = 0 : (tensor<1xf32>, tensor<1xf32>) -> tensor<2xf32>
          %193 = stablehlo.broadcast_in_dim %192, dims = [1] : (tensor<2xf32>) -> tensor<1x2xf32>
          %194 = stablehlo.broadcast_in_dim %187, dims = [] : (tensor<f32>) -> tensor<1xf32>
          %195 = stablehlo.broadcast_in_dim %189, dims = [] : (tensor<f32>) -> tensor<1xf32>
          %196 = stablehlo.concatenate %194, %195, dim = 0 : (tensor<1xf32>, tensor<1xf32>) -> tensor<2xf32>
          %197 = stablehlo.broadcast_in_dim %196, dims = [1] : (tensor<2xf32>) -> tensor<1x2xf32>
          %198 = stablehlo.concatenate %193, %197, dim = 0 : (tensor<1x2xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
          %199 = stablehlo.subtract %iterArg_111, %iterArg_108 : tensor<f32>
          %200 = stablehlo.multiply %iterArg_109, %175 : tensor<f32>
          %201 = stablehlo.subtract %199, %200 : tensor<f32>
          %202 = stablehlo.subtract %iterArg_114, %iterArg_108 : tensor<f32>
          %203 = stablehlo.multiply %iterArg_109, %177 : tensor<f32>
          %204 = stablehlo.subtract %202, %203 : tensor<f32>
          %205 = stablehlo.broadcast_in_dim %201, dims = [] : (tensor<f32>) -> tensor<1xf32>
          %206 = stablehlo.broadcast_in_dim %204, dims = [] : (tensor<f32>) -> tensor<1xf32>
          %207 = stablehlo.concatenate %205, %206, dim = 0 : (tensor<1xf32>, tensor<1xf32>) -> tensor<2xf32>
          %208 = stablehlo.dot_general %198, %207, contracting_dims = [1] x [0], precision = [HIGHEST, HIGHEST] : (tensor<2x2xf32>, tensor<2xf32>) -> tensor<2xf32>
          %209 = stablehlo.broadcast_in_dim %181, dims = [] : (tensor<f32>) -> tensor<2xf32>
          %210 = stablehlo.divide %208, %209 : tensor<2xf32>
          %211 = stablehlo.slice %210 [0:1] : (tensor<2xf32>) -> tensor<1xf32>
          %212 = stablehlo.reshape %211 : (tensor<1xf32>) -> tensor<f32>
          %213 = stablehlo.slice %210 [1:2] : (tensor<2xf32>) -> tensor<1xf32>
          %214 = stablehlo.reshape %213 : (tensor<1xf32>) -> tensor<f32>
          %215 = stablehlo.multiply %214, %214 : tensor<f32>
          %cst_126 = stablehlo.constant dense<3.000000e+00> : tensor<f32>
          %216 = stablehlo.multiply %cst_126, %212 : tensor<f32>
          %217 = stablehlo.multiply %216, %iterArg_109 : tensor<f32>
          %218 = stablehlo.subtract %215, %217 : tensor<f32>
          %219 = stablehlo.negate %214 : tensor<f32>
          %220 = stablehlo.sqrt %218 : tensor<f32>
          %221 = stablehlo.add %219, %220 : tensor<f32>
          %cst_127 = stablehlo.constant dense<3.000000e+00> : tensor<f32>
          %222 = stablehlo.multiply %cst_127, %212 : tensor<f32>
          %223 = stablehlo.divide %221, %222 : tensor<f32>
          %224 = stablehlo.convert %iterArg_107 : tensor<f32>
          %225 = stablehlo.add %224, %223 : tensor<f32>
          %c_128 = stablehlo.constant dense<0> : tensor<i32>
          %226 = stablehlo.compare GT, %iterArg_106, %c_128, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
          %227 = stablehlo.add %165, %168 : tensor<f32>
          %228 = stablehlo.compare GT, %225, %227, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %c_129 = stablehlo.constant dense<false> : tensor<i1>
          %229 = stablehlo.broadcast_in_dim %c_129, dims = [] : (tensor<i1>) -> tensor<i1>
          %230 = stablehlo.compare NE, %226, %229, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
          %231 = stablehlo.convert %230 : tensor<i1>
          %232 = stablehlo.and %231, %228 : tensor<i1>
          %233 = stablehlo.subtract %167, %168 : tensor<f32>
          %234 = stablehlo.compare LT, %225, %233, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %235 = stablehlo.and %232, %234 : tensor<i1>
          %236 = stablehlo.convert %iterArg_107 : tensor<f32>
          %237 = stablehlo.subtract %iterArg_110, %236 : tensor<f32>
          %238 = stablehlo.subtract %iterArg_111, %iterArg_108 : tensor<f32>
          %239 = stablehlo.multiply %iterArg_109, %237 : tensor<f32>
          %240 = stablehlo.subtract %238, %239 : tensor<f32>
          %241 = stablehlo.multiply %237, %237 : tensor<f32>
          %242 = stablehlo.divide %240, %241 : tensor<f32>
          %cst_130 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
          %243 = stablehlo.multiply %cst_130, %242 : tensor<f32>
          %244 = stablehlo.divide %iterArg_109, %243 : tensor<f32>
          %245 = stablehlo.convert %iterArg_107 : tensor<f32>
          %246 = stablehlo.subtract %245, %244 : tensor<f32>
          %247 = stablehlo.not %235 : tensor<i1>
          %248 = stablehlo.add %165, %169 : tensor<f32>
          %249 = stablehlo.compare GT, %246, %248, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %250 = stablehlo.and %247, %249 : tensor<i1>
          %251 = stablehlo.subtract %167, %169 : tensor<f32>
          %252 = stablehlo.compare LT, %246, %251, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %253 = stablehlo.and %250, %252 : tensor<i1>
          %254 = stablehlo.convert %iterArg_107 : tensor<f32>
          %255 = stablehlo.add %254, %iterArg_110 : tensor<f32>
          %cst_131 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
          %256 = stablehlo.divide %255, %cst_131 : tensor<f32>
          %257 = stablehlo.not %235 : tensor<i1>
          %258 = stablehlo.not %253 : tensor<i1>
          %259 = stablehlo.and %257, %258 : tensor<i1>
          %260 = func.call @_where_3(%235, %225, %iterArg_113) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %261 = func.call @_where_3(%253, %246, %260) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %262 = func.call @_where_3(%259, %256, %261) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %263 = stablehlo.broadcast_in_dim %262, dims = [] : (tensor<f32>) -> tensor<3xf32>
          %264 = stablehlo.multiply %263, %iterArg_100 : tensor<3xf32>
          %265 = stablehlo.add %iterArg_101, %264 : tensor<3xf32>
          %cst_132 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
          %266 = stablehlo.broadcast_in_dim %cst_132, dims = [] : (tensor<f32>) -> tensor<3xf32>
          %267 = stablehlo.subtract %265, %266 : tensor<3xf32>
          %268 = stablehlo.multiply %267, %267 : tensor<3xf32>
          %cst_133 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
          %269 = stablehlo.broadcast_in_dim %cst_133, dims = [] : (tensor<f32>) -> tensor<3xf32>
          %270 = stablehlo.multiply %269, %267 : tensor<3xf32>
          %cst_134 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
          %271 = stablehlo.reduce(%268 init: %cst_134) applies stablehlo.add across dimensions = [0] : (tensor<3xf32>, tensor<f32>) -> tensor<f32>
          %cst_135 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
          %272 = stablehlo.broadcast_in_dim %cst_135, dims = [] : (tensor<f32>) -> tensor<3xf32>
          %273 = stablehlo.multiply %272, %270 : tensor<3xf32>
          %274 = stablehlo.dot_general %273, %iterArg_100, contracting_dims = [0] x [0], precision = [HIGHEST, HIGHEST] : (tensor<3xf32>, tensor<3xf32>) -> tensor<f32>
          %c_136 = stablehlo.constant dense<1> : tensor<i32>
          %275 = stablehlo.add %iterArg_119, %c_136 : tensor<i32>
          %c_137 = stablehlo.constant dense<1> : tensor<i32>
          %276 = stablehlo.add %iterArg_120, %c_137 : tensor<i32>
          %cst_138 = stablehlo.constant dense<9.99999974E-5> : tensor<f32>
          %277 = stablehlo.multiply %cst_138, %262 : tensor<f32>
          %278 = stablehlo.multiply %277, %iterArg_102 : tensor<f32>
          %279 = stablehlo.add %iterArg_103, %278 : tensor<f32>
          %280 = stablehlo.compare GT, %271, %279, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %281 = stablehlo.compare GE, %271, %iterArg_108, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %282 = stablehlo.or %280, %281 : tensor<i1>
          %283 = stablehlo.abs %274 : tensor<f32>
          %cst_139 = stablehlo.constant dense<-0.899999976> : tensor<f32>
          %284 = stablehlo.multiply %cst_139, %iterArg_102 : tensor<f32>
          %285 = stablehlo.compare LE, %283, %284, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %286 = stablehlo.not %282 : tensor<i1>
          %287 = stablehlo.and %285, %286 : tensor<i1>
          %288 = stablehlo.convert %iterArg_107 : tensor<f32>
          %289 = stablehlo.subtract %iterArg_110, %288 : tensor<f32>
          %290 = stablehlo.multiply %274, %289 : tensor<f32>
          %cst_140 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
          %291 = stablehlo.compare GE, %290, %cst_140, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %292 = stablehlo.not %282 : tensor<i1>
          %293 = stablehlo.and %291, %292 : tensor<i1>
          %294 = stablehlo.not %287 : tensor<i1>
          %295 = stablehlo.and %293, %294 : tensor<i1>
          %296 = stablehlo.not %282 : tensor<i1>
          %297 = stablehlo.not %287 : tensor<i1>
          %298 = stablehlo.and %296, %297 : tensor<i1>
          %299 = func.call @_where_3(%282, %262, %iterArg_110) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %300 = func.call @_where_3(%282, %271, %iterArg_111) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %301 = func.call @_where_3(%282, %274, %iterArg_112) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %302 = func.call @_where_3(%282, %iterArg_110, %iterArg_113) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %303 = func.call @_where_3(%282, %iterArg_111, %iterArg_114) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %304 = stablehlo.or %287, %iterArg_104 : tensor<i1>
          %305 = func.call @_where_4(%287, %262, %iterArg_115) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %306 = func.call @_where_3(%287, %271, %iterArg_116) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %307 = func.call @_where_3(%287, %274, %iterArg_117) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %308 = func.call @_where_5(%287, %273, %iterArg_118) : (tensor<i1>, tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
          %309 = func.call @_where(%295, %iterArg_107, %299) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %310 = func.call @_where_3(%295, %iterArg_108, %300) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %311 = func.call @_where_3(%295, %iterArg_109, %301) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %312 = func.call @_where_3(%295, %299, %302) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %313 = func.call @_where_3(%295, %300, %303) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %314 = stablehlo.not %295 : tensor<i1>
          %315 = stablehlo.and %298, %314 : tensor<i1>
          %316 = func.call @_where(%315, %iterArg_107, %312) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %317 = func.call @_where_3(%315, %iterArg_108, %313) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %318 = func.call @_where_4(%298, %262, %iterArg_107) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %319 = func.call @_where_3(%298, %271, %iterArg_108) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %320 = func.call @_where_3(%298, %274, %iterArg_109) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %c_141 = stablehlo.constant dense<1> : tensor<i32>
          %321 = stablehlo.add %iterArg_106, %c_141 : tensor<i32>
          %c_142 = stablehlo.constant dense<30> : tensor<i32>
          %322 = stablehlo.compare GE, %321, %c_142, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
          %c_143 = stablehlo.constant dense<false> : tensor<i1>
          %323 = stablehlo.broadcast_in_dim %c_143, dims = [] : (tensor<i1>) -> tensor<i1>
          %324 = stablehlo.compare NE, %322, %323, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
          %325 = stablehlo.convert %324 : tensor<i1>
          %326 = stablehlo.or %173, %325 : tensor<i1>
          stablehlo.return %iterArg_99, %iterArg_100, %iterArg_101, %iterArg_102, %iterArg_103, %304, %326, %321, %318, %319, %320, %309, %310, %311, %316, %317, %305, %306, %307, %308, %275, %276 : tensor<i1>, tensor<3xf32>, tensor<3xf32>, tensor<f32>, tensor<f32>, tensor<i1>, tensor<i1>, tensor<i32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<3xf32>, tensor<i32>, tensor<i32>
        }
        %131 = stablehlo.add %101, %130#20 : tensor<i32>
        %132 = stablehlo.add %102, %130#21 : tensor<i32>
        %133 = stablehlo.not %123 : tensor<i1>
        %134 = stablehlo.convert %iterArg_60 : tensor<f32>
        %135 = stablehlo.add %88, %134 : tensor<f32>
        %cst_90 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
        %136 = stablehlo.divide %135, %cst_90 : tensor<f32>
        %137 = stablehlo.add %97, %iterArg_61 : tensor<f32>
        %cst_91 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
        %138 = stablehlo.divide %137, %cst_91 : tensor<f32>
        %c_92 = stablehlo.constant dense<false> : tensor<i1>
        %c_93 = stablehlo.constant dense<false> : tensor<i1>
        %c_94 = stablehlo.constant dense<0> : tensor<i32>
        %cst_95 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
        %c_96 = stablehlo.constant dense<0> : tensor<i32>
        %c_97 = stablehlo.constant dense<0> : tensor<i32>
        %139:22 = stablehlo.while(%iterArg_99 = %133, %iterArg_100 = %iterArg_52, %iterArg_101 = %iterArg_53, %iterArg_102 = %iterArg_54, %iterArg_103 = %iterArg_55, %iterArg_104 = %c_92, %iterArg_105 = %c_93, %iterArg_106 = %c_94, %iterArg_107 = %88, %iterArg_108 = %97, %iterArg_109 = %100, %iterArg_110 = %iterArg_60, %iterArg_111 = %iterArg_61, %iterArg_112 = %iterArg_62, %iterArg_113 = %136, %iterArg_114 = %138, %iterArg_115 = %cst_95, %iterArg_116 = %97, %iterArg_117 = %100, %iterArg_118 = %iterArg_56, %iterArg_119 = %c_96, %iterArg_120 = %c_97) : tensor<i1>, tensor<3xf32>, tensor<3xf32>, tensor<f32>, tensor<f32>, tensor<i1>, tensor<i1>, tensor<i32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<3xf32>, tensor<i32>, tensor<i32>
        cond {
          %162 = stablehlo.not %iterArg_104 : tensor<i1>
          %163 = stablehlo.not %iterArg_99 : tensor<i1>
          %164 = stablehlo.and %162, %163 : tensor<i1>
          %165 = stablehlo.not %iterArg_105 : tensor<i1>
          %166 = stablehlo.and %164, %165 : tensor<i1>
          stablehlo.return %166 : tensor<i1>
        } do {
          %162 = stablehlo.convert %iterArg_110 : tensor<f32>
          %163 = stablehlo.subtract %162, %iterArg_107 : tensor<f32>
          %164 = stablehlo.convert %iterArg_110 : tensor<f32>
          %165 = stablehlo.minimum %164, %iterArg_107 : tensor<f32>
          %166 = stablehlo.convert %iterArg_110 : tensor<f32>
          %167 = stablehlo.maximum %166, %iterArg_107 : tensor<f32>
          %cst_121 = stablehlo.constant dense<2.000000e-01> : tensor<f32>
          %168 = stablehlo.multiply %cst_121, %163 : tensor<f32>
          %cst_122 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
          %169 = stablehlo.multiply %cst_122, %163 : tensor<f32>
          %c_123 = stablehlo.constant dense<true> : tensor<i1>
          %cst_124 = stablehlo.constant dense<9.99999974E-6> : tensor<f32>
          %cst_125 = stablehlo.constant dense<1.000000e-10> : tensor<f32>
          %170 = func.call @_where_2(%c_123, %cst_124, %cst_125) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %171 = stablehlo.convert %170 : tensor<f32>
          %172 = stablehlo.compare LE, %163, %171, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %173 = stablehlo.or %iterArg_105, %172 : tensor<i1>
          %174 = stablehlo.convert %iterArg_110 : tensor<f32>
          %175 = stablehlo.subtract %174, %iterArg_107 : tensor<f32>
          %176 = stablehlo.subtract %iterArg_113, %iterArg_107 : tensor<f32>
          %177 = stablehlo.multiply %175, %176 : tensor<f32>
          %178 = stablehlo.multiply %177, %177 : tensor<f32>
          %179 = stablehlo.subtract %175, %176 : tensor<f32>
          %180 = stablehlo.multiply %178, %179 : tensor<f32>
          %181 = stablehlo.multiply %176, %176 : tensor<f32>
          %182 = stablehlo.multiply %175, %175 : tensor<f32>
          %183 = stablehlo.negate %182 : tensor<f32>
          %184 = stablehlo.multiply %176, %176 : tensor<f32>
          %185 = stablehlo.multiply %184, %176 : tensor<f32>
          %186 = stablehlo.negate %185 : tensor<f32>
          %187 = stablehlo.multiply %175, %175 : tensor<f32>
          %188 = stablehlo.multiply %187, %175 : tensor<f32>
          %189 = stablehlo.broadcast_in_dim %181, dims = [] : (tensor<f32>) -> tensor<1xf32>
          %190 = stablehlo.broadcast_in_dim %183, dims = [] : (tensor<f32>) -> tensor<1xf32>
          %191 = stablehlo.concatenate %189, %190, dim = 0 : (tensor<1xf32>, tensor<1xf32>) -> tensor<2xf32>
          %192 = stablehlo.broadcast_in_dim %191, dims = [1] : (tensor<2xf32>) -> tensor<1x2xf32>
          %193 = stablehlo.broadcast_in_dim %186, dims = [] : (tensor<f32>) -> tensor<1xf32>
          %194 = stablehlo.broadcast_in_dim %188, dims = [] : (tensor<f32>) -> tensor<1xf32>
          %195 = stablehlo.concatenate %193, %194, dim = 0 : (tensor<1xf32>, tensor<1xf32>) -> tensor<2xf32>
          %196 = stablehlo.broadcast_in_dim %195, dims = [1] : (tensor<2xf32>) -> tensor<1x2xf32>
          %197 = stablehlo.concatenate %192, %196, dim = 0 : (tensor<1x2xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
          %198 = stablehlo.subtract %iterArg_111, %iterArg_108 : tensor<f32>
          %199 = stablehlo.multiply %iterArg_109, %175 : tensor<f32>
          %200 = stablehlo.subtract %198, %199 : tensor<f32>
          %201 = stablehlo.subtract %iterArg_114, %iterArg_108 : tensor<f32>
          %202 = stablehlo.multiply %iterArg_109, %176 : tensor<f32>
          %203 = stablehlo.subtract %201, %202 : tensor<f32>
          %204 = stablehlo.broadcast_in_dim %200, dims = [] : (tensor<f32>) -> tensor<1xf32>
          %205 = stablehlo.broadcast_in_dim %203, dims = [] : (tensor<f32>) -> tensor<1xf32>
          %206 = stablehlo.concatenate %204, %205, dim = 0 : (tensor<1xf32>, tensor<1xf32>) -> tensor<2xf32>
          %207 = stablehlo.dot_general %197, %206, contracting_dims = [1] x [0], precision = [HIGHEST, HIGHEST] : (tensor<2x2xf32>, tensor<2xf32>) -> tensor<2xf32>
          %208 = stablehlo.broadcast_in_dim %180, dims = [] : (tensor<f32>) -> tensor<2xf32>
          %209 = stablehlo.divide %207, %208 : tensor<2xf32>
          %210 = stablehlo.slice %209 [0:1] : (tensor<2xf32>) -> tensor<1xf32>
          %211 = stablehlo.reshape %210 : (tensor<1xf32>) -> tensor<f32>
          %212 = stablehlo.slice %209 [1:2] : (tensor<2xf32>) -> tensor<1xf32>
          %213 = stablehlo.reshape %212 : (tensor<1xf32>) -> tensor<f32>
          %214 = stablehlo.multiply %213, %213 : tensor<f32>
          %cst_126 = stablehlo.constant dense<3.000000e+00> : tensor<f32>
          %215 = stablehlo.multiply %cst_126, %211 : tensor<f32>
          %216 = stablehlo.multiply %215, %iterArg_109 : tensor<f32>
          %217 = stablehlo.subtract %214, %216 : tensor<f32>
          %218 = stablehlo.negate %213 : tensor<f32>
          %219 = stablehlo.sqrt %217 : tensor<f32>
          %220 = stablehlo.add %218, %219 : tensor<f32>
          %cst_127 = stablehlo.constant dense<3.000000e+00> : tensor<f32>
          %221 = stablehlo.multiply %cst_127, %211 : tensor<f32>
          %222 = stablehlo.divide %220, %221 : tensor<f32>
          %223 = stablehlo.add %iterArg_107, %222 : tensor<f32>
          %c_128 = stablehlo.constant dense<0> : tensor<i32>
          %224 = stablehlo.compare GT, %iterArg_106, %c_128, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
          %225 = stablehlo.add %165, %168 : tensor<f32>
          %226 = stablehlo.compare GT, %223, %225, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %c_129 = stablehlo.constant dense<false> : tensor<i1>
          %227 = stablehlo.broadcast_in_dim %c_129, dims = [] : (tensor<i1>) -> tensor<i1>
          %228 = stablehlo.compare NE, %224, %227, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
          %229 = stablehlo.convert %228 : tensor<i1>
          %230 = stablehlo.and %229, %226 : tensor<i1>
          %231 = stablehlo.subtract %167, %168 : tensor<f32>
          %232 = stablehlo.compare LT, %223, %231, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %233 = stablehlo.and %230, %232 : tensor<i1>
          %234 = stablehlo.convert %iterArg_110 : tensor<f32>
          %235 = stablehlo.subtract %234, %iterArg_107 : tensor<f32>
          %236 = stablehlo.subtract %iterArg_111, %iterArg_108 : tensor<f32>
          %237 = stablehlo.multiply %iterArg_109, %235 : tensor<f32>
          %238 = stablehlo.subtract %236, %237 : tensor<f32>
          %239 = stablehlo.multiply %235, %235 : tensor<f32>
          %240 = stablehlo.divide %238, %239 : tensor<f32>
          %cst_130 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
          %241 = stablehlo.multiply %cst_130, %240 : tensor<f32>
          %242 = stablehlo.divide %iterArg_109, %241 : tensor<f32>
          %243 = stablehlo.subtract %iterArg_107, %242 : tensor<f32>
          %244 = stablehlo.not %233 : tensor<i1>
          %245 = stablehlo.add %165, %169 : tensor<f32>
          %246 = stablehlo.compare GT, %243, %245, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %247 = stablehlo.and %244, %246 : tensor<i1>
          %248 = stablehlo.subtract %167, %169 : tensor<f32>
          %249 = stablehlo.compare LT, %243, %248, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %250 = stablehlo.and %247, %249 : tensor<i1>
          %251 = stablehlo.convert %iterArg_110 : tensor<f32>
          %252 = stablehlo.add %iterArg_107, %251 : tensor<f32>
          %cst_131 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
          %253 = stablehlo.divide %252, %cst_131 : tensor<f32>
          %254 = stablehlo.not %233 : tensor<i1>
          %255 = stablehlo.not %250 : tensor<i1>
          %256 = stablehlo.and %254, %255 : tensor<i1>
          %257 = func.call @_where_3(%233, %223, %iterArg_113) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %258 = func.call @_where_3(%250, %243, %257) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %259 = func.call @_where_3(%256, %253, %258) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %260 = stablehlo.broadcast_in_dim %259, dims = [] : (tensor<f32>) -> tensor<3xf32>
          %261 = stablehlo.multiply %260, %iterArg_100 : tensor<3xf32>
          %262 = stablehlo.add %iterArg_101, %261 : tensor<3xf32>
          %cst_132 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
          %263 = stablehlo.broadcast_in_dim %cst_132, dims = [] : (tensor<f32>) -> tensor<3xf32>
          %264 = stablehlo.subtract %262, %263 : tensor<3xf32>
          %265 = stablehlo.multiply %264, %264 : tensor<3xf32>
          %cst_133 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
          %266 = stablehlo.broadcast_in_dim %cst_133, dims = [] : (tensor<f32>) -> tensor<3xf32>
          %267 = stablehlo.multiply %266, %264 : tensor<3xf32>
          %cst_134 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
          %268 = stablehlo.reduce(%265 init: %cst_134) applies stablehlo.add across dimensions = [0] : (tensor<3xf32>, tensor<f32>) -> tensor<f32>
          %cst_135 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
          %269 = stablehlo.broadcast_in_dim %cst_135, dims = [] : (tensor<f32>) -> tensor<3xf32>
          %270 = stablehlo.multiply %269, %267 : tensor<3xf32>
          %271 = stablehlo.dot_general %270, %iterArg_100, contracting_dims = [0] x [0], precision = [HIGHEST, HIGHEST] : (tensor<3xf32>, tensor<3xf32>) -> tensor<f32>
          %c_136 = stablehlo.constant dense<1> : tensor<i32>
          %272 = stablehlo.add %iterArg_119, %c_136 : tensor<i32>
          %c_137 = stablehlo.constant dense<1> : tensor<i32>
          %273 = stablehlo.add %iterArg_120, %c_137 : tensor<i32>
          %cst_138 = stablehlo.constant dense<9.99999974E-5> : tensor<f32>
          %274 = stablehlo.multiply %cst_138, %259 : tensor<f32>
          %275 = stablehlo.multiply %274, %iterArg_102 : tensor<f32>
          %276 = stablehlo.add %iterArg_103, %275 : tensor<f32>
          %277 = stablehlo.compare GT, %268, %276, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %278 = stablehlo.compare GE, %268, %iterArg_108, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %279 = stablehlo.or %277, %278 : tensor<i1>
          %280 = stablehlo.abs %271 : tensor<f32>
          %cst_139 = stablehlo.constant dense<-0.899999976> : tensor<f32>
          %281 = stablehlo.multiply %cst_139, %iterArg_102 : tensor<f32>
          %282 = stablehlo.compare LE, %280, %281, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %283 = stablehlo.not %279 : tensor<i1>
          %284 = stablehlo.and %282, %283 : tensor<i1>
          %285 = stablehlo.convert %iterArg_110 : tensor<f32>
          %286 = stablehlo.subtract %285, %iterArg_107 : tensor<f32>
          %287 = stablehlo.multiply %271, %286 : tensor<f32>
          %cst_140 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
          %288 = stablehlo.compare GE, %287, %cst_140, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
          %289 = stablehlo.not %279 : tensor<i1>
          %290 = stablehlo.and %288, %289 : tensor<i1>
          %291 = stablehlo.not %284 : tensor<i1>
          %292 = stablehlo.and %290, %291 : tensor<i1>
          %293 = stablehlo.not %279 : tensor<i1>
          %294 = stablehlo.not %284 : tensor<i1>
          %295 = stablehlo.and %293, %294 : tensor<i1>
          %296 = func.call @_where_4(%279, %259, %iterArg_110) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %297 = func.call @_where_3(%279, %268, %iterArg_111) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %298 = func.call @_where_3(%279, %271, %iterArg_112) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %299 = func.call @_where(%279, %iterArg_110, %iterArg_113) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %300 = func.call @_where_3(%279, %iterArg_111, %iterArg_114) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %301 = stablehlo.or %284, %iterArg_104 : tensor<i1>
          %302 = func.call @_where_4(%284, %259, %iterArg_115) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %303 = func.call @_where_3(%284, %268, %iterArg_116) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %304 = func.call @_where_3(%284, %271, %iterArg_117) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %305 = func.call @_where_5(%284, %270, %iterArg_118) : (tensor<i1>, tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
          %306 = func.call @_where_3(%292, %iterArg_107, %296) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %307 = func.call @_where_3(%292, %iterArg_108, %297) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %308 = func.call @_where_3(%292, %iterArg_109, %298) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %309 = func.call @_where_3(%292, %296, %299) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %310 = func.call @_where_3(%292, %297, %300) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %311 = stablehlo.not %292 : tensor<i1>
          %312 = stablehlo.and %295, %311 : tensor<i1>
          %313 = func.call @_where_3(%312, %iterArg_107, %309) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %314 = func.call @_where_3(%312, %iterArg_108, %310) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %315 = func.call @_where_3(%295, %259, %iterArg_107) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %316 = func.call @_where_3(%295, %268, %iterArg_108) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %317 = func.call @_where_3(%295, %271, %iterArg_109) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
          %c_141 = stablehlo.constant dense<1> : tensor<i32>
          %318 = stablehlo.add %iterArg_106, %c_141 : tensor<i32>
          %c_142 = stablehlo.constant dense<30> : tensor<i32>
          %319 = stablehlo.compare GE, %318, %c_142, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
          %c_143 = stablehlo.constant dense<false> : tensor<i1>
          %320 = stablehlo.broadcast_in_dim %c_143, dims = [] : (tensor<i1>) -> tensor<i1>
          %321 = stablehlo.compare NE, %319, %320, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
          %322 = stablehlo.convert %321 : tensor<i1>
          %323 = stablehlo.or %173, %322 : tensor<i1>
          stablehlo.return %iterArg_99, %iterArg_100, %iterArg_101, %iterArg_102, %iterArg_103, %301, %323, %318, %315, %316, %317, %306, %307, %308, %313, %314, %302, %303, %304, %305, %272, %273 : tensor<i1>, tensor<3xf32>, tensor<3xf32>, tensor<f32>, tensor<f32>, tensor<i1>, tensor<i1>, tensor<i32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<3xf32>, tensor<i32>, tensor<i32>
        }
        %140 = stablehlo.add %131, %139#20 : tensor<i32>
        %141 = stablehlo.add %132, %139#21 : tensor<i32>
        %142 = stablehlo.or %113, %iterArg_57 : tensor<i1>
        %143 = stablehlo.and %113, %130#6 : tensor<i1>
        %144 = stablehlo.or %143, %iterArg_58 : tensor<i1>
        %145 = func.call @_where_4(%113, %130#16, %iterArg_65) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
        %146 = func.call @_where_3(%113, %130#17, %iterArg_66) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
        %147 = func.call @_where_3(%113, %130#18, %iterArg_67) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
        %148 = func.call @_where_5(%113, %130#19, %iterArg_68) : (tensor<i1>, tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
        %149 = stablehlo.or %118, %142 : tensor<i1>
        %150 = func.call @_where_3(%118, %88, %145) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
        %151 = func.call @_where_3(%118, %97, %146) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
        %152 = func.call @_where_3(%118, %100, %147) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
        %153 = func.call @_where_5(%118, %99, %148) : (tensor<i1>, tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
        %154 = stablehlo.or %123, %149 : tensor<i1>
        %155 = stablehlo.and %123, %139#6 : tensor<i1>
        %156 = stablehlo.or %155, %144 : tensor<i1>
        %157 = func.call @_where_3(%123, %139#16, %150) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
        %158 = func.call @_where_3(%123, %139#17, %151) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
        %159 = func.call @_where_3(%123, %139#18, %152) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
        %160 = func.call @_where_5(%123, %139#19, %153) : (tensor<i1>, tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
        %c_98 = stablehlo.constant dense<1> : tensor<i32>
        %161 = stablehlo.add %iterArg_59, %c_98 : tensor<i32>
        stablehlo.return %iterArg_51, %iterArg_52, %iterArg_53, %iterArg_54, %iterArg_55, %iterArg_56, %154, %156, %161, %88, %97, %100, %140, %141, %157, %158, %159, %160 : tensor<f32>, tensor<3xf32>, tensor<3xf32>, tensor<f32>, tensor<f32>, tensor<3xf32>, tensor<i1>, tensor<i1>, tensor<i32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<i32>, tensor<i32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<3xf32>
      }
      %c_39 = stablehlo.constant dense<10> : tensor<i32>
      %36 = stablehlo.compare GT, %35#8, %c_39, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %c_40 = stablehlo.constant dense<3> : tensor<i32>
      %c_41 = stablehlo.constant dense<0> : tensor<i32>
      %37 = func.call @_where_6(%36, %c_40, %c_41) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      %c_42 = stablehlo.constant dense<1> : tensor<i32>
      %38 = func.call @_where_7(%35#7, %c_42, %37) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
      %39 = stablehlo.abs %35#14 : tensor<f32>
      %cst_43 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
      %40 = stablehlo.compare LT, %39, %cst_43, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %c_44 = stablehlo.constant dense<true> : tensor<i1>
      %41 = stablehlo.and %c_44, %40 : tensor<i1>
      %42 = stablehlo.sign %35#14 : tensor<f32>
      %cst_45 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
      %43 = stablehlo.multiply %42, %cst_45 : tensor<f32>
      %44 = func.call @_where_3(%41, %43, %35#14) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
      %45 = stablehlo.not %35#6 : tensor<i1>
      %46 = stablehlo.or %35#7, %45 : tensor<i1>
      %c_46 = stablehlo.constant dense<1> : tensor<i32>
      %47 = stablehlo.subtract %35#8, %c_46 : tensor<i32>
      %48 = stablehlo.add %iterArg_21, %35#12 : tensor<i32>
      %49 = stablehlo.add %iterArg_22, %35#13 : tensor<i32>
      %50 = stablehlo.broadcast_in_dim %44, dims = [] : (tensor<f32>) -> tensor<3xf32>
      %51 = stablehlo.multiply %50, %28 : tensor<3xf32>
      %52 = stablehlo.add %iterArg_23, %51 : tensor<3xf32>
      %53 = stablehlo.subtract %35#17, %iterArg_25 : tensor<3xf32>
      %54 = stablehlo.dot_general %53, %51, contracting_dims = [0] x [0], precision = [HIGHEST, HIGHEST] : (tensor<3xf32>, tensor<3xf32>) -> tensor<f32>
      %cst_47 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %55 = stablehlo.broadcast_in_dim %cst_47, dims = [] : (tensor<f32>) -> tensor<f32>
      %56 = stablehlo.divide %55, %54 : tensor<f32>
      %57 = stablehlo.broadcast_in_dim %51, dims = [0] : (tensor<3xf32>) -> tensor<3x1xf32>
      %58 = stablehlo.broadcast_in_dim %53, dims = [1] : (tensor<3xf32>) -> tensor<1x3xf32>
      %59 = stablehlo.broadcast_in_dim %57, dims = [0, 1] : (tensor<3x1xf32>) -> tensor<3x3xf32>
      %60 = stablehlo.broadcast_in_dim %58, dims = [0, 1] : (tensor<1x3xf32>) -> tensor<3x3xf32>
      %61 = stablehlo.multiply %59, %60 : tensor<3x3xf32>
      %62 = stablehlo.iota dim = 0 : tensor<3x3xi32>
      %63 = stablehlo.iota dim = 1 : tensor<3x3xi32>
      %c_48 = stablehlo.constant dense<0> : tensor<i32>
      %64 = stablehlo.broadcast_in_dim %c_48, dims = [] : (tensor<i32>) -> tensor<3x3xi32>
      %65 = stablehlo.add %62, %64 : tensor<3x3xi32>
      %66 = stablehlo.compare EQ, %65, %63, SIGNED : (tensor<3x3xi32>, tensor<3x3xi32>) -> tensor<3x3xi1>
      %67 = stablehlo.convert %66 : (tensor<3x3xi1>) -> tensor<3x3xf32>
      %68 = stablehlo.broadcast_in_dim %56, dims = [] : (tensor<f32>) -> tensor<3x3xf32>
      %69 = stablehlo.multiply %68, %61 : tensor<3x3xf32>
      %70 = stablehlo.subtract %67, %69 : tensor<3x3xf32>
      %71 = stablehlo.dot_general %iterArg_26, %70, contracting_dims = [0] x [1], precision = [HIGHEST, HIGHEST] : (tensor<3x3xf32>, tensor<3x3xf32>) -> tensor<3x3xf32>
      %72 = stablehlo.dot_general %71, %70, contracting_dims = [0] x [1], precision = [HIGHEST, HIGHEST] : (tensor<3x3xf32>, tensor<3x3xf32>) -> tensor<3x3xf32>
      %73 = stablehlo.broadcast_in_dim %51, dims = [0] : (tensor<3xf32>) -> tensor<3x1xf32>
      %74 = stablehlo.broadcast_in_dim %56, dims = [] : (tensor<f32>) -> tensor<3x1xf32>
      %75 = stablehlo.multiply %74, %73 : tensor<3x1xf32>
      %76 = stablehlo.broadcast_in_dim %51, dims = [1] : (tensor<3xf32>) -> tensor<1x3xf32>
      %77 = stablehlo.broadcast_in_dim %75, dims = [0, 1] : (tensor<3x1xf32>) -> tensor<3x3xf32>
      %78 = stablehlo.broadcast_in_dim %76, dims = [0, 1] : (tensor<1x3xf32>) -> tensor<3x3xf32>
      %79 = stablehlo.multiply %77, %78 : tensor<3x3xf32>
      %80 = stablehlo.add %72, %79 : tensor<3x3xf32>
      %81 = stablehlo.is_finite %56 : (tensor<f32>) -> tensor<i1>
      %82 = func.call @_where_8(%81, %80, %iterArg_26) : (tensor<i1>, tensor<3x3xf32>, tensor<3x3xf32>) -> tensor<3x3xf32>
      %83 = func.call @norm(%35#17) : (tensor<3xf32>) -> tensor<f32>
      %cst_49 = stablehlo.constant dense<9.99999974E-6> : tensor<f32>
      %84 = stablehlo.compare LT, %83, %cst_49, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %c_50 = stablehlo.constant dense<1> : tensor<i32>
      %85 = stablehlo.add %iterArg_20, %c_50 : tensor<i32>
      stablehlo.return %iterArg, %iterArg_17, %84, %46, %85, %48, %49, %52, %35#15, %35#17, %82, %iterArg_24, %38 : tensor<i32>, tensor<i32>, tensor<i1>, tensor<i1>, tensor<i32>, tensor<i32>, tensor<i32>, tensor<3xf32>, tensor<f32>, tensor<3xf32>, tensor<3x3xf32>, tensor<f32>, tensor<i32>
    }
    %c_12 = stablehlo.constant dense<600> : tensor<i32>
    %20 = stablehlo.compare EQ, %19#4, %c_12, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_13 = stablehlo.constant dense<2> : tensor<i32>
    %21 = stablehlo.add %c_13, %19#12 : tensor<i32>
    %c_14 = stablehlo.constant dense<-1> : tensor<i32>
    %22 = call @_where_7(%19#3, %21, %c_14) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %c_15 = stablehlo.constant dense<1> : tensor<i32>
    %23 = call @_where_6(%20, %c_15, %22) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %c_16 = stablehlo.constant dense<0> : tensor<i32>
    %24 = call @_where_7(%19#2, %c_16, %23) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %25 = stablehlo.not %19#3 : tensor<i1>
    %26 = stablehlo.and %19#2, %25 : tensor<i1>
    return %19#7 : tensor<3xf32>
  }
  func.func private @norm(%arg0: tensor<3xf32>) -> tensor<f32> {
    %0 = stablehlo.abs %arg0 : tensor<3xf32>
    %cst = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %1 = stablehlo.reduce(%0 init: %cst) applies stablehlo.maximum across dimensions = [0] : (tensor<3xf32>, tensor<f32>) -> tensor<f32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %2 = stablehlo.maximum %cst_0, %1 : tensor<f32>
    return %2 : tensor<f32>
  }
  func.func private @norm_0(%arg0: tensor<3xf32>) -> tensor<f32> {
    %0 = stablehlo.multiply %arg0, %arg0 : tensor<3xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.reduce(%0 init: %cst) applies stablehlo.add across dimensions = [0] : (tensor<3xf32>, tensor<f32>) -> tensor<f32>
    %2 = stablehlo.sqrt %1 : tensor<f32>
    return %2 : tensor<f32>
  }
  func.func private @_where(%arg0: tensor<i1>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.convert %arg1 : tensor<f32>
    %1 = stablehlo.select %arg0, %0, %arg2 : tensor<i1>, tensor<f32>
    return %1 : tensor<f32>
  }
  func.func private @_where_1(%arg0: tensor<i1>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.convert %arg2 : tensor<f32>
    %1 = stablehlo.select %arg0, %arg1, %0 : tensor<i1>, tensor<f32>
    return %1 : tensor<f32>
  }
  func.func private @_where_2(%arg0: tensor<i1>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<f32>
    return %0 : tensor<f32>
  }
  func.func private @_where_3(%arg0: tensor<i1>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<f32>
    return %0 : tensor<f32>
  }
  func.func private @_where_4(%arg0: tensor<i1>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.convert %arg2 : tensor<f32>
    %1 = stablehlo.select %arg0, %arg1, %0 : tensor<i1>, tensor<f32>
    return %1 : tensor<f32>
  }
  func.func private @_where_5(%arg0: tensor<i1>, %arg1: tensor<3xf32>, %arg2: tensor<3xf32>) -> tensor<3xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<3xf32>
    return %0 : tensor<3xf32>
  }
  func.func private @_where_6(%arg0: tensor<i1>, %arg1: tensor<i32>, %arg2: tensor<i32>) -> tensor<i32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<i32>
    return %0 : tensor<i32>
  }
  func.func private @_where_7(%arg0: tensor<i1>, %arg1: tensor<i32>, %arg2: tensor<i32>) -> tensor<i32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<i32>
    return %0 : tensor<i32>
  }
  func.func private @_where_8(%arg0: tensor<i1>, %arg1: tensor<3x3xf32>, %arg2: tensor<3x3xf32>) -> tensor<3x3xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<3x3xf32>
    return %0 : tensor<3x3xf32>
  }
}
