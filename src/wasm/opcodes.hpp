/// Every instruction of WebAssembly 1.0 with sign extension: name, immediates and types, in one table that the
/// validator, the engines and the tests share.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "wasm/types.hpp"

namespace serinus::wasm {

// clang-format off
enum class Op : uint8_t {
    kUnreachable = 0x00, kNop, kBlock, kLoop, kIf, kElse,
    kEnd = 0x0b, kBr, kBrIf, kBrTable, kReturn, kCall, kCallIndirect,
    kDrop = 0x1a, kSelect,
    kLocalGet = 0x20, kLocalSet, kLocalTee, kGlobalGet, kGlobalSet,
    kI32Load = 0x28, kI64Load, kF32Load, kF64Load, kI32Load8S, kI32Load8U, kI32Load16S, kI32Load16U, kI64Load8S,
    kI64Load8U, kI64Load16S, kI64Load16U, kI64Load32S, kI64Load32U,
    kI32Store, kI64Store, kF32Store, kF64Store, kI32Store8, kI32Store16, kI64Store8, kI64Store16, kI64Store32,
    kMemorySize, kMemoryGrow,
    kI32Const, kI64Const, kF32Const, kF64Const,
    kI32Eqz, kI32Eq, kI32Ne, kI32LtS, kI32LtU, kI32GtS, kI32GtU, kI32LeS, kI32LeU, kI32GeS, kI32GeU,
    kI64Eqz, kI64Eq, kI64Ne, kI64LtS, kI64LtU, kI64GtS, kI64GtU, kI64LeS, kI64LeU, kI64GeS, kI64GeU,
    kF32Eq, kF32Ne, kF32Lt, kF32Gt, kF32Le, kF32Ge,
    kF64Eq, kF64Ne, kF64Lt, kF64Gt, kF64Le, kF64Ge,
    kI32Clz, kI32Ctz, kI32Popcnt, kI32Add, kI32Sub, kI32Mul, kI32DivS, kI32DivU, kI32RemS, kI32RemU,
    kI32And, kI32Or, kI32Xor, kI32Shl, kI32ShrS, kI32ShrU, kI32Rotl, kI32Rotr,
    kI64Clz, kI64Ctz, kI64Popcnt, kI64Add, kI64Sub, kI64Mul, kI64DivS, kI64DivU, kI64RemS, kI64RemU,
    kI64And, kI64Or, kI64Xor, kI64Shl, kI64ShrS, kI64ShrU, kI64Rotl, kI64Rotr,
    kF32Abs, kF32Neg, kF32Ceil, kF32Floor, kF32Trunc, kF32Nearest, kF32Sqrt,
    kF32Add, kF32Sub, kF32Mul, kF32Div, kF32Min, kF32Max, kF32Copysign,
    kF64Abs, kF64Neg, kF64Ceil, kF64Floor, kF64Trunc, kF64Nearest, kF64Sqrt,
    kF64Add, kF64Sub, kF64Mul, kF64Div, kF64Min, kF64Max, kF64Copysign,
    kI32WrapI64, kI32TruncF32S, kI32TruncF32U, kI32TruncF64S, kI32TruncF64U,
    kI64ExtendI32S, kI64ExtendI32U, kI64TruncF32S, kI64TruncF32U, kI64TruncF64S, kI64TruncF64U,
    kF32ConvertI32S, kF32ConvertI32U, kF32ConvertI64S, kF32ConvertI64U, kF32DemoteF64,
    kF64ConvertI32S, kF64ConvertI32U, kF64ConvertI64S, kF64ConvertI64U, kF64PromoteF32,
    kI32ReinterpretF32, kI64ReinterpretF64, kF32ReinterpretI32, kF64ReinterpretI64,
    kI32Extend8S, kI32Extend16S, kI64Extend8S, kI64Extend16S, kI64Extend32S,
};
// clang-format on

/// What follows the opcode in the binary.
enum class Immediate : uint8_t {
    kNone,
    kBlockType,     ///< 0x40 or a value type
    kLabel,         ///< u32: how many blocks outwards
    kLabelTable,    ///< a vector of labels and the default label
    kFunction,      ///< u32
    kTypeAndTable,  ///< u32 type, byte 0
    kLocal,         ///< u32
    kGlobal,        ///< u32
    kMemory,        ///< u32 log2 of the alignment, u32 offset
    kZeroByte,      ///< byte 0, the index of the memory
    kI32,           ///< signed LEB128
    kI64,           ///< signed LEB128
    kF32,           ///< 4 bytes
    kF64,           ///< 8 bytes
};

struct OpInfo {
    std::string_view name;  ///< of the text format; empty: no such instruction
    Immediate immediate = Immediate::kNone;
    /// Whether `params` and `result` are the whole type; false for control, calls, variables, drop and select.
    bool fixed_types = false;
    uint8_t param_count = 0;
    std::array<ValueType, 2> params{};  ///< in the order in which they were pushed
    bool has_result = false;
    ValueType result{};
    uint8_t access_log2 = 0;  ///< kMemory: log2 of the bytes that are read or written
};

namespace detail {

struct OpRow {
    Op op;
    std::string_view name;
    std::string_view types;  ///< params, ':' and result as i (i32), l (i64), f (f32), d (f64); "*": depends
    Immediate immediate = Immediate::kNone;
    uint8_t access_log2 = 0;
};

// clang-format off
inline constexpr OpRow kOpRows[] = {
    {Op::kUnreachable, "unreachable", "*"},
    {Op::kNop, "nop", ":"},
    {Op::kBlock, "block", "*", Immediate::kBlockType},
    {Op::kLoop, "loop", "*", Immediate::kBlockType},
    {Op::kIf, "if", "*", Immediate::kBlockType},
    {Op::kElse, "else", "*"},
    {Op::kEnd, "end", "*"},
    {Op::kBr, "br", "*", Immediate::kLabel},
    {Op::kBrIf, "br_if", "*", Immediate::kLabel},
    {Op::kBrTable, "br_table", "*", Immediate::kLabelTable},
    {Op::kReturn, "return", "*"},
    {Op::kCall, "call", "*", Immediate::kFunction},
    {Op::kCallIndirect, "call_indirect", "*", Immediate::kTypeAndTable},
    {Op::kDrop, "drop", "*"},
    {Op::kSelect, "select", "*"},
    {Op::kLocalGet, "local.get", "*", Immediate::kLocal},
    {Op::kLocalSet, "local.set", "*", Immediate::kLocal},
    {Op::kLocalTee, "local.tee", "*", Immediate::kLocal},
    {Op::kGlobalGet, "global.get", "*", Immediate::kGlobal},
    {Op::kGlobalSet, "global.set", "*", Immediate::kGlobal},

    {Op::kI32Load, "i32.load", "i:i", Immediate::kMemory, 2},
    {Op::kI64Load, "i64.load", "i:l", Immediate::kMemory, 3},
    {Op::kF32Load, "f32.load", "i:f", Immediate::kMemory, 2},
    {Op::kF64Load, "f64.load", "i:d", Immediate::kMemory, 3},
    {Op::kI32Load8S, "i32.load8_s", "i:i", Immediate::kMemory, 0},
    {Op::kI32Load8U, "i32.load8_u", "i:i", Immediate::kMemory, 0},
    {Op::kI32Load16S, "i32.load16_s", "i:i", Immediate::kMemory, 1},
    {Op::kI32Load16U, "i32.load16_u", "i:i", Immediate::kMemory, 1},
    {Op::kI64Load8S, "i64.load8_s", "i:l", Immediate::kMemory, 0},
    {Op::kI64Load8U, "i64.load8_u", "i:l", Immediate::kMemory, 0},
    {Op::kI64Load16S, "i64.load16_s", "i:l", Immediate::kMemory, 1},
    {Op::kI64Load16U, "i64.load16_u", "i:l", Immediate::kMemory, 1},
    {Op::kI64Load32S, "i64.load32_s", "i:l", Immediate::kMemory, 2},
    {Op::kI64Load32U, "i64.load32_u", "i:l", Immediate::kMemory, 2},
    {Op::kI32Store, "i32.store", "ii:", Immediate::kMemory, 2},
    {Op::kI64Store, "i64.store", "il:", Immediate::kMemory, 3},
    {Op::kF32Store, "f32.store", "if:", Immediate::kMemory, 2},
    {Op::kF64Store, "f64.store", "id:", Immediate::kMemory, 3},
    {Op::kI32Store8, "i32.store8", "ii:", Immediate::kMemory, 0},
    {Op::kI32Store16, "i32.store16", "ii:", Immediate::kMemory, 1},
    {Op::kI64Store8, "i64.store8", "il:", Immediate::kMemory, 0},
    {Op::kI64Store16, "i64.store16", "il:", Immediate::kMemory, 1},
    {Op::kI64Store32, "i64.store32", "il:", Immediate::kMemory, 2},
    {Op::kMemorySize, "memory.size", ":i", Immediate::kZeroByte},
    {Op::kMemoryGrow, "memory.grow", "i:i", Immediate::kZeroByte},

    {Op::kI32Const, "i32.const", ":i", Immediate::kI32},
    {Op::kI64Const, "i64.const", ":l", Immediate::kI64},
    {Op::kF32Const, "f32.const", ":f", Immediate::kF32},
    {Op::kF64Const, "f64.const", ":d", Immediate::kF64},

    {Op::kI32Eqz, "i32.eqz", "i:i"}, {Op::kI32Eq, "i32.eq", "ii:i"}, {Op::kI32Ne, "i32.ne", "ii:i"},
    {Op::kI32LtS, "i32.lt_s", "ii:i"}, {Op::kI32LtU, "i32.lt_u", "ii:i"},
    {Op::kI32GtS, "i32.gt_s", "ii:i"}, {Op::kI32GtU, "i32.gt_u", "ii:i"},
    {Op::kI32LeS, "i32.le_s", "ii:i"}, {Op::kI32LeU, "i32.le_u", "ii:i"},
    {Op::kI32GeS, "i32.ge_s", "ii:i"}, {Op::kI32GeU, "i32.ge_u", "ii:i"},
    {Op::kI64Eqz, "i64.eqz", "l:i"}, {Op::kI64Eq, "i64.eq", "ll:i"}, {Op::kI64Ne, "i64.ne", "ll:i"},
    {Op::kI64LtS, "i64.lt_s", "ll:i"}, {Op::kI64LtU, "i64.lt_u", "ll:i"},
    {Op::kI64GtS, "i64.gt_s", "ll:i"}, {Op::kI64GtU, "i64.gt_u", "ll:i"},
    {Op::kI64LeS, "i64.le_s", "ll:i"}, {Op::kI64LeU, "i64.le_u", "ll:i"},
    {Op::kI64GeS, "i64.ge_s", "ll:i"}, {Op::kI64GeU, "i64.ge_u", "ll:i"},
    {Op::kF32Eq, "f32.eq", "ff:i"}, {Op::kF32Ne, "f32.ne", "ff:i"}, {Op::kF32Lt, "f32.lt", "ff:i"},
    {Op::kF32Gt, "f32.gt", "ff:i"}, {Op::kF32Le, "f32.le", "ff:i"}, {Op::kF32Ge, "f32.ge", "ff:i"},
    {Op::kF64Eq, "f64.eq", "dd:i"}, {Op::kF64Ne, "f64.ne", "dd:i"}, {Op::kF64Lt, "f64.lt", "dd:i"},
    {Op::kF64Gt, "f64.gt", "dd:i"}, {Op::kF64Le, "f64.le", "dd:i"}, {Op::kF64Ge, "f64.ge", "dd:i"},

    {Op::kI32Clz, "i32.clz", "i:i"}, {Op::kI32Ctz, "i32.ctz", "i:i"}, {Op::kI32Popcnt, "i32.popcnt", "i:i"},
    {Op::kI32Add, "i32.add", "ii:i"}, {Op::kI32Sub, "i32.sub", "ii:i"}, {Op::kI32Mul, "i32.mul", "ii:i"},
    {Op::kI32DivS, "i32.div_s", "ii:i"}, {Op::kI32DivU, "i32.div_u", "ii:i"},
    {Op::kI32RemS, "i32.rem_s", "ii:i"}, {Op::kI32RemU, "i32.rem_u", "ii:i"},
    {Op::kI32And, "i32.and", "ii:i"}, {Op::kI32Or, "i32.or", "ii:i"}, {Op::kI32Xor, "i32.xor", "ii:i"},
    {Op::kI32Shl, "i32.shl", "ii:i"}, {Op::kI32ShrS, "i32.shr_s", "ii:i"}, {Op::kI32ShrU, "i32.shr_u", "ii:i"},
    {Op::kI32Rotl, "i32.rotl", "ii:i"}, {Op::kI32Rotr, "i32.rotr", "ii:i"},
    {Op::kI64Clz, "i64.clz", "l:l"}, {Op::kI64Ctz, "i64.ctz", "l:l"}, {Op::kI64Popcnt, "i64.popcnt", "l:l"},
    {Op::kI64Add, "i64.add", "ll:l"}, {Op::kI64Sub, "i64.sub", "ll:l"}, {Op::kI64Mul, "i64.mul", "ll:l"},
    {Op::kI64DivS, "i64.div_s", "ll:l"}, {Op::kI64DivU, "i64.div_u", "ll:l"},
    {Op::kI64RemS, "i64.rem_s", "ll:l"}, {Op::kI64RemU, "i64.rem_u", "ll:l"},
    {Op::kI64And, "i64.and", "ll:l"}, {Op::kI64Or, "i64.or", "ll:l"}, {Op::kI64Xor, "i64.xor", "ll:l"},
    {Op::kI64Shl, "i64.shl", "ll:l"}, {Op::kI64ShrS, "i64.shr_s", "ll:l"}, {Op::kI64ShrU, "i64.shr_u", "ll:l"},
    {Op::kI64Rotl, "i64.rotl", "ll:l"}, {Op::kI64Rotr, "i64.rotr", "ll:l"},

    {Op::kF32Abs, "f32.abs", "f:f"}, {Op::kF32Neg, "f32.neg", "f:f"}, {Op::kF32Ceil, "f32.ceil", "f:f"},
    {Op::kF32Floor, "f32.floor", "f:f"}, {Op::kF32Trunc, "f32.trunc", "f:f"},
    {Op::kF32Nearest, "f32.nearest", "f:f"}, {Op::kF32Sqrt, "f32.sqrt", "f:f"},
    {Op::kF32Add, "f32.add", "ff:f"}, {Op::kF32Sub, "f32.sub", "ff:f"}, {Op::kF32Mul, "f32.mul", "ff:f"},
    {Op::kF32Div, "f32.div", "ff:f"}, {Op::kF32Min, "f32.min", "ff:f"}, {Op::kF32Max, "f32.max", "ff:f"},
    {Op::kF32Copysign, "f32.copysign", "ff:f"},
    {Op::kF64Abs, "f64.abs", "d:d"}, {Op::kF64Neg, "f64.neg", "d:d"}, {Op::kF64Ceil, "f64.ceil", "d:d"},
    {Op::kF64Floor, "f64.floor", "d:d"}, {Op::kF64Trunc, "f64.trunc", "d:d"},
    {Op::kF64Nearest, "f64.nearest", "d:d"}, {Op::kF64Sqrt, "f64.sqrt", "d:d"},
    {Op::kF64Add, "f64.add", "dd:d"}, {Op::kF64Sub, "f64.sub", "dd:d"}, {Op::kF64Mul, "f64.mul", "dd:d"},
    {Op::kF64Div, "f64.div", "dd:d"}, {Op::kF64Min, "f64.min", "dd:d"}, {Op::kF64Max, "f64.max", "dd:d"},
    {Op::kF64Copysign, "f64.copysign", "dd:d"},

    {Op::kI32WrapI64, "i32.wrap_i64", "l:i"},
    {Op::kI32TruncF32S, "i32.trunc_f32_s", "f:i"}, {Op::kI32TruncF32U, "i32.trunc_f32_u", "f:i"},
    {Op::kI32TruncF64S, "i32.trunc_f64_s", "d:i"}, {Op::kI32TruncF64U, "i32.trunc_f64_u", "d:i"},
    {Op::kI64ExtendI32S, "i64.extend_i32_s", "i:l"}, {Op::kI64ExtendI32U, "i64.extend_i32_u", "i:l"},
    {Op::kI64TruncF32S, "i64.trunc_f32_s", "f:l"}, {Op::kI64TruncF32U, "i64.trunc_f32_u", "f:l"},
    {Op::kI64TruncF64S, "i64.trunc_f64_s", "d:l"}, {Op::kI64TruncF64U, "i64.trunc_f64_u", "d:l"},
    {Op::kF32ConvertI32S, "f32.convert_i32_s", "i:f"}, {Op::kF32ConvertI32U, "f32.convert_i32_u", "i:f"},
    {Op::kF32ConvertI64S, "f32.convert_i64_s", "l:f"}, {Op::kF32ConvertI64U, "f32.convert_i64_u", "l:f"},
    {Op::kF32DemoteF64, "f32.demote_f64", "d:f"},
    {Op::kF64ConvertI32S, "f64.convert_i32_s", "i:d"}, {Op::kF64ConvertI32U, "f64.convert_i32_u", "i:d"},
    {Op::kF64ConvertI64S, "f64.convert_i64_s", "l:d"}, {Op::kF64ConvertI64U, "f64.convert_i64_u", "l:d"},
    {Op::kF64PromoteF32, "f64.promote_f32", "f:d"},
    {Op::kI32ReinterpretF32, "i32.reinterpret_f32", "f:i"}, {Op::kI64ReinterpretF64, "i64.reinterpret_f64", "d:l"},
    {Op::kF32ReinterpretI32, "f32.reinterpret_i32", "i:f"}, {Op::kF64ReinterpretI64, "f64.reinterpret_i64", "l:d"},

    {Op::kI32Extend8S, "i32.extend8_s", "i:i"}, {Op::kI32Extend16S, "i32.extend16_s", "i:i"},
    {Op::kI64Extend8S, "i64.extend8_s", "l:l"}, {Op::kI64Extend16S, "i64.extend16_s", "l:l"},
    {Op::kI64Extend32S, "i64.extend32_s", "l:l"},
};
// clang-format on

constexpr ValueType type_of_letter(char letter) {
    switch (letter) {
        case 'i':
            return ValueType::kI32;
        case 'l':
            return ValueType::kI64;
        case 'f':
            return ValueType::kF32;
        default:
            return ValueType::kF64;
    }
}

constexpr std::array<OpInfo, 256> make_op_table() {
    std::array<OpInfo, 256> table{};
    for (const OpRow& row : kOpRows) {
        OpInfo& info = table[static_cast<uint8_t>(row.op)];
        info.name = row.name;
        info.immediate = row.immediate;
        info.access_log2 = row.access_log2;
        info.fixed_types = row.types != "*";
        if (!info.fixed_types) continue;
        const size_t colon = row.types.find(':');
        info.param_count = static_cast<uint8_t>(colon);
        for (size_t i = 0; i < colon; ++i) info.params[i] = type_of_letter(row.types[i]);
        info.has_result = row.types.size() > colon + 1;
        if (info.has_result) info.result = type_of_letter(row.types[colon + 1]);
    }
    return table;
}

}  // namespace detail

inline constexpr std::array<OpInfo, 256> kOps = detail::make_op_table();

constexpr const OpInfo& op_info(Op op) noexcept { return kOps[static_cast<uint8_t>(op)]; }

static_assert(static_cast<uint8_t>(Op::kI32Store) == 0x36 && static_cast<uint8_t>(Op::kI32Const) == 0x41);
static_assert(static_cast<uint8_t>(Op::kI32Eqz) == 0x45 && static_cast<uint8_t>(Op::kI32Clz) == 0x67);
static_assert(static_cast<uint8_t>(Op::kF64Copysign) == 0xa6 && static_cast<uint8_t>(Op::kI64Extend32S) == 0xc4);

}  // namespace serinus::wasm
