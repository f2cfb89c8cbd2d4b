/// Valid modules from the bytes of a fuzzer: every operator of WebAssembly 1.0, nested at random, always ending.
#pragma once

#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "wasm/logical_stack.hpp"
#include "wasm/opcodes.hpp"

namespace serinus::fuzz {

using wasm::Op;
using wasm::ValueType;

/// The fuzzer's bytes, then zeros.
class ByteSource {
  public:
    explicit ByteSource(BytesView bytes) : rest_(bytes) {}
    bool empty() const { return rest_.empty(); }
    BytesView rest() const { return rest_; }
    uint8_t byte() {
        if (rest_.empty()) return 0;
        const uint8_t out = rest_[0];
        rest_ = rest_.subspan(1);
        return out;
    }
    uint32_t below(size_t bound) { return static_cast<uint32_t>(byte() % bound); }
    uint64_t bits(int count) {
        uint64_t out = 0;
        for (int i = 0; i < count; i += 8) out = out << 8 | byte();
        return out;
    }

  private:
    BytesView rest_;
};

/// A module with these parts:
///
///     function 0      imported "env" "mix": (i32, i64) -> i64
///     functions 1…    exported as nothing, callable by index
///     memory          1 page, 3 at most
///     table           8 entries, some of them null
///     global 0        i32, "fuel": every function and every round of a loop takes one, without any there is a trap
///     globals 1 to 4  i32, i64, f32, f64
class ModuleGenerator {
  public:
    /// `canonical_nans`: operators that may compute a NaN are followed by code that makes it canonical, for comparison
    /// with engines that leave its bits open.
    ModuleGenerator(ByteSource& in, bool canonical_nans) : in_(in), canonical_nans_(canonical_nans) {}

    Bytes generate();

    struct Signature {
        std::vector<ValueType> params;
        std::optional<ValueType> result;
    };
    /// Of all functions, after `generate`.
    const std::vector<Signature>& signatures() const { return signatures_; }

  private:
    static constexpr ValueType kTypes[] = {ValueType::kI32, ValueType::kI64, ValueType::kF32, ValueType::kF64};
    static constexpr uint32_t kTableSize = 8;

    using Label = std::optional<ValueType>;  ///< the operand that a branch to it takes

    ValueType any_type() { return kTypes[in_.below(4)]; }
    static uint32_t global_of(ValueType type) { return 1 + (0x7fu - static_cast<uint32_t>(type)); }

    Bytes body(const Signature& signature);
    void statements();
    void statement();
    void dead_operators();
    void expression(ValueType type);
    void constant(ValueType type);
    void operator_of(ValueType type);
    void structured(ValueType type);
    void address();
    void access(Op op);
    void loop_of_statements();
    void copy_loop();
    void branch_table();
    bool call(std::optional<ValueType> result);
    void take_fuel();
    void arguments(const Signature& signature) {
        for (const ValueType type : signature.params) expression(type);
    }
    /// A label that takes `type`, if there is one.
    std::optional<uint32_t> label_for(Label type, uint32_t start);
    std::optional<uint32_t> local_of(ValueType type);

    void op(Op code) { out_.push_back(static_cast<uint8_t>(code)); }
    void u32(uint32_t value) { append_u32(out_, value); }
    void signed_number(int64_t value);
    void type(Label type) { out_.push_back(type ? static_cast<uint8_t>(*type) : 0x40); }
    template <class T>
    void fixed(T value) {
        for (size_t i = 0; i < sizeof(T); ++i) out_.push_back(static_cast<uint8_t>(value >> (8 * i)));
    }

    static void append_u32(Bytes& to, uint32_t value) {
        for (; value >= 0x80; value >>= 7) to.push_back(static_cast<uint8_t>(value | 0x80));
        to.push_back(static_cast<uint8_t>(value));
    }
    static void section(Bytes& module, uint8_t id, const Bytes& content) {
        module.push_back(id);
        append_u32(module, static_cast<uint32_t>(content.size()));
        append(module, content);
    }

    ByteSource& in_;
    bool canonical_nans_;
    std::vector<Signature> signatures_;
    Bytes out_;                      ///< of the current body
    std::vector<ValueType> locals_;  ///< with parameters; the last two, f32 and f64, serve to compare NaNs
    std::vector<Label> labels_;      ///< outermost first
    int budget_ = 0;                 ///< operators that may still be nested
    int depth_ = 0;
};

inline Bytes ModuleGenerator::generate() {
    signatures_ = {{.params = {ValueType::kI32, ValueType::kI64}, .result = ValueType::kI64}};
    const uint32_t count = 1 + in_.below(4);
    for (uint32_t i = 0; i < count; ++i) {
        Signature signature;
        for (uint32_t left = in_.below(4); left > 0; --left) signature.params.push_back(any_type());
        if (in_.below(4) != 0) signature.result = any_type();
        signatures_.push_back(std::move(signature));
    }

    Bytes types, functions, elements, code;
    append_u32(types, count + 1);
    for (const Signature& signature : signatures_) {
        types.push_back(0x60);
        append_u32(types, static_cast<uint32_t>(signature.params.size()));
        for (const ValueType type : signature.params) types.push_back(static_cast<uint8_t>(type));
        types.push_back(signature.result.has_value());
        if (signature.result) types.push_back(static_cast<uint8_t>(*signature.result));
    }
    append_u32(functions, count);
    for (uint32_t i = 1; i <= count; ++i) append_u32(functions, i);
    const uint32_t filled = in_.below(kTableSize + 1);
    append(elements, Bytes{1, 0, 0x41, 0, 0x0b});
    append_u32(elements, filled);
    for (uint32_t i = 0; i < filled; ++i) append_u32(elements, in_.below(count + 1));
    append_u32(code, count);
    for (uint32_t i = 1; i <= count; ++i) {
        const Bytes function = body(signatures_[i]);
        append_u32(code, static_cast<uint32_t>(function.size()));
        append(code, function);
    }

    Bytes module = {0, 'a', 's', 'm', 1, 0, 0, 0};
    section(module, 1, types);
    section(module, 2, {1, 3, 'e', 'n', 'v', 3, 'm', 'i', 'x', 0, 0});
    section(module, 3, functions);
    section(module, 4, {1, 0x70, 0, kTableSize});
    section(module, 5, {1, 1, 1, 3});
    section(module, 6, {5,    0x7f, 1, 0x41, 0,    0x0b, 0x7f, 1, 0x41, 3, 0x0b, 0x7e, 1, 0x42, 5, 0x0b, 0x7d, 1,
                        0x43, 0,    0, 0x80, 0x3f, 0x0b, 0x7c, 1, 0x44, 0, 0,    0,    0, 0,    0, 0xf0, 0x3f, 0x0b});
    section(module, 9, elements);
    section(module, 10, code);
    section(module, 11, {1, 0, 0x41, 4, 0x0b, 8, 1, 2, 3, 4, 0xff, 0xfe, 0x80, 0x7f});
    return module;
}

inline Bytes ModuleGenerator::body(const Signature& signature) {
    out_.clear();
    locals_ = signature.params;
    for (uint32_t left = in_.below(7); left > 0; --left) locals_.push_back(any_type());
    locals_.push_back(ValueType::kF32);
    locals_.push_back(ValueType::kF64);
    const size_t params = signature.params.size();
    u32(static_cast<uint32_t>(locals_.size() - params));
    for (size_t i = params; i < locals_.size(); ++i) {
        u32(1);
        type(locals_[i]);
    }
    labels_ = {signature.result};
    budget_ = 250;
    depth_ = 0;
    take_fuel();
    statements();
    if (signature.result) expression(*signature.result);
    op(Op::kEnd);
    return out_;
}

inline void ModuleGenerator::take_fuel() {
    op(Op::kGlobalGet), u32(0), op(Op::kI32Eqz), op(Op::kIf), type({}), op(Op::kUnreachable), op(Op::kEnd);
    op(Op::kGlobalGet), u32(0), op(Op::kI32Const), signed_number(1), op(Op::kI32Sub), op(Op::kGlobalSet), u32(0);
}

inline void ModuleGenerator::statements() {
    for (uint32_t left = in_.below(5); left > 0 && budget_ > 0 && !in_.empty(); --left) statement();
}

inline void ModuleGenerator::statement() {
    --budget_;
    if (++depth_ > 12) return void(--depth_);
    switch (in_.below(17)) {
        case 0:
        case 1: {
            const ValueType type = any_type();
            if (const auto local = local_of(type)) {
                expression(type);
                op(Op::kLocalSet), u32(*local);
            }
            break;
        }
        case 2: {
            const ValueType type = any_type();
            expression(type);
            op(Op::kGlobalSet), u32(global_of(type));
            break;
        }
        case 3:
        case 4: {
            const Op store = static_cast<Op>(static_cast<uint8_t>(Op::kI32Store) + in_.below(9));
            address();
            expression(wasm::op_info(store).params[1]);
            access(store);
            break;
        }
        case 5:
            expression(any_type()), op(Op::kDrop);
            break;
        case 6:
            expression(ValueType::kI32);
            op(Op::kIf), type({});
            labels_.push_back({});
            statements();
            if (in_.below(2)) op(Op::kElse), statements();
            labels_.pop_back();
            op(Op::kEnd);
            break;
        case 7:
            op(Op::kBlock), type({});
            labels_.push_back({});
            statements();
            labels_.pop_back();
            op(Op::kEnd);
            break;
        case 8:
            loop_of_statements();
            break;
        case 9:
            if (const auto label = label_for({}, in_.byte())) {
                expression(ValueType::kI32);
                op(Op::kBrIf), u32(*label);
            }
            break;
        case 10: {
            const uint32_t label = in_.below(labels_.size());
            if (const Label type = labels_[labels_.size() - 1 - label]) expression(*type);
            op(Op::kBr), u32(label);
            dead_operators();
            break;
        }
        case 11:
            branch_table();
            break;
        case 12:
            if (in_.below(3) != 0) break;
            if (labels_[0]) expression(*labels_[0]);
            op(Op::kReturn);
            dead_operators();
            break;
        case 13:
            call({});
            break;
        case 14:
            op(Op::kNop);
            break;
        case 15:
            if (in_.below(8) != 0) break;
            op(Op::kUnreachable);
            dead_operators();
            break;
        case 16:
            copy_loop();
            break;
    }
    --depth_;
}

/// What has no operands to take is fine where nothing gets.
inline void ModuleGenerator::dead_operators() {
    switch (in_.below(6)) {
        case 0:
            op(Op::kI32Add), op(Op::kDrop);
            break;
        case 1:
            op(Op::kSelect), op(Op::kDrop);
            break;
        case 2:
            op(Op::kDrop), op(Op::kDrop);
            break;
        case 3:
            op(Op::kF64Store), u32(0), u32(7);
            break;
        case 4:
            op(Op::kI32WrapI64), op(Op::kIf), type({}), op(Op::kElse), op(Op::kEnd), op(Op::kDrop);
            break;
        default:
            break;
    }
}

inline void ModuleGenerator::loop_of_statements() {
    op(Op::kLoop), type({});
    labels_.push_back({});
    take_fuel();
    statements();
    if (in_.below(3) != 0) {
        expression(ValueType::kI32);
        op(Op::kBrIf), u32(0);
    }
    labels_.pop_back();
    op(Op::kEnd);
}

/// The loop of `memcpy`, which the JIT knows (wasm/x64/compile_memory.cpp), with any locals. Takes no fuel: it ends
/// with the memory at the latest.
inline void ModuleGenerator::copy_loop() {
    const auto target = local_of(ValueType::kI32), source = local_of(ValueType::kI32), end = local_of(ValueType::kI32);
    if (!target) return;
    const auto add = [this](uint32_t local, int64_t value) {
        op(Op::kLocalGet), u32(local), op(Op::kI32Const), signed_number(value), op(Op::kI32Add);
    };
    if (in_.below(4) != 0) address(), op(Op::kLocalSet), u32(*target);
    if (in_.below(4) != 0) add(*target, static_cast<int8_t>(in_.byte())), op(Op::kLocalSet), u32(*source);
    if (in_.below(4) != 0) add(*target, in_.byte()), op(Op::kLocalSet), u32(*end);
    op(Op::kLoop), type({});
    op(Op::kLocalGet), u32(*target), op(Op::kLocalGet), u32(*source);
    op(Op::kI32Load), u32(0), u32(0), op(Op::kI32Store), u32(0), u32(0);
    add(*source, 4), op(Op::kLocalSet), u32(*source);
    add(*target, 4), op(Op::kLocalTee), u32(*target);
    op(Op::kLocalGet), u32(*end), op(Op::kI32LtU), op(Op::kBrIf), u32(0);
    op(Op::kEnd);
}

inline void ModuleGenerator::branch_table() {
    const uint32_t first = in_.below(labels_.size());
    const Label type = labels_[labels_.size() - 1 - first];
    if (type) expression(*type);
    expression(ValueType::kI32);
    op(Op::kBrTable);
    const uint32_t count = in_.below(5);
    u32(count);
    for (uint32_t i = 0; i <= count; ++i) u32(label_for(type, in_.byte()).value_or(first));
    dead_operators();
}

inline void ModuleGenerator::expression(ValueType type) {
    --budget_;
    if (budget_ <= 0 || in_.empty() || ++depth_ > 12) {
        if (budget_ > 0 && !in_.empty()) --depth_;
        return constant(type);
    }
    switch (in_.below(20)) {
        case 0:
        case 1:
            constant(type);
            break;
        default:
            if (const auto local = local_of(type)) {
                op(Op::kLocalGet), u32(*local);
            } else {
                constant(type);
            }
            break;
        case 6:
            op(Op::kGlobalGet), u32(global_of(type));
            break;
        case 7:
        case 8:
        case 9:
        case 10:
        case 11:
        case 12:
            operator_of(type);
            break;
        case 13: {
            uint8_t candidates[14];
            uint32_t count = 0;
            for (uint8_t code = static_cast<uint8_t>(Op::kI32Load); code < static_cast<uint8_t>(Op::kI32Store);
                 ++code) {
                if (wasm::kOps[code].result == type) candidates[count++] = code;
            }
            address();
            access(static_cast<Op>(candidates[in_.below(count)]));
            break;
        }
        case 14:
            expression(type), expression(type), expression(ValueType::kI32);
            op(Op::kSelect);
            break;
        case 15:
            structured(type);
            break;
        case 16:
            expression(type);
            if (const auto label = label_for(type, in_.byte())) {
                expression(ValueType::kI32);
                op(Op::kBrIf), u32(*label);
            }
            break;
        case 17:
            if (!call(type)) constant(type);
            break;
        case 18:
            if (const auto local = local_of(type)) {
                expression(type);
                op(Op::kLocalTee), u32(*local);
            } else {
                constant(type);
            }
            break;
        case 19:
            if (type != ValueType::kI32) {
                constant(type);
            } else if (in_.below(2)) {
                op(Op::kMemorySize), u32(0);
            } else {
                expression(type);
                op(Op::kMemoryGrow), u32(0);
            }
            break;
    }
    --depth_;
}

inline void ModuleGenerator::constant(ValueType type) {
    static constexpr int64_t kNear[] = {0,   1,   -1,     2,      31,          32,        63,        64,       127,
                                        128, 255, 0x7fff, 0x8000, 0x7fff'ffff, INT32_MIN, INT64_MIN, INT64_MAX};
    static constexpr uint32_t kSingles[] = {
        0,           0x8000'0000, 0x3f80'0000, 0xbf00'0000, 0x7f80'0000, 0xff80'0000, 0x7fc0'0000, 0xffc0'0001,
        0x7f80'0001, 1,           0x4f00'0000, 0xcf00'0000, 0x4f80'0000, 0x5f00'0000, 0xdf00'0000, 0x5f80'0000};
    static constexpr uint64_t kDoubles[] = {0,
                                            1ull << 63,
                                            0x3ff0'0000'0000'0000,
                                            0xbfe0'0000'0000'0000,
                                            0x7ff0'0000'0000'0000,
                                            0x7ff8'0000'0000'0000,
                                            0xfff0'0000'0000'0001,
                                            1,
                                            0x41e0'0000'0000'0000,
                                            0xc1e0'0000'0020'0000,
                                            0x41f0'0000'0000'0000,
                                            0x43e0'0000'0000'0000,
                                            0xc3e0'0000'0000'0000,
                                            0x43f0'0000'0000'0000,
                                            0x47ef'ffff'f000'0000,
                                            0x3690'0000'0000'0001};
    const uint8_t which = in_.byte();
    const auto pick = [&](const auto& table) { return table[which % std::size(table)]; };
    switch (type) {
        case ValueType::kI32:
            op(Op::kI32Const);
            return signed_number(static_cast<int32_t>(which < 200 ? pick(kNear) : static_cast<int64_t>(in_.bits(32))));
        case ValueType::kI64:
            op(Op::kI64Const);
            return signed_number(which < 200 ? pick(kNear) : static_cast<int64_t>(in_.bits(64)));
        case ValueType::kF32:
            op(Op::kF32Const);
            return fixed(which < 200 ? pick(kSingles) : static_cast<uint32_t>(in_.bits(32)));
        case ValueType::kF64:
            op(Op::kF64Const);
            return fixed(which < 200 ? pick(kDoubles) : in_.bits(64));
    }
}

inline bool computes_nan(const wasm::OpInfo& info) {
    if (info.result != ValueType::kF32 && info.result != ValueType::kF64) return false;
    if (info.immediate != wasm::Immediate::kNone) return false;
    for (const char* moves : {"abs", "neg", "copysign", "reinterpret", "convert"}) {
        if (info.name.find(moves) != std::string_view::npos) return false;
    }
    return true;
}

inline void ModuleGenerator::operator_of(ValueType type) {
    static const auto kByResult = [] {
        std::array<std::vector<uint8_t>, 4> table;
        for (uint32_t code = 0; code < 256; ++code) {
            const wasm::OpInfo& info = wasm::kOps[code];
            if (!info.fixed_types || !info.has_result || info.immediate != wasm::Immediate::kNone) continue;
            table[0x7f - static_cast<uint8_t>(info.result)].push_back(static_cast<uint8_t>(code));
        }
        return table;
    }();
    const auto& codes = kByResult[0x7f - static_cast<uint8_t>(type)];
    const Op code = static_cast<Op>(codes[in_.below(codes.size())]);
    const wasm::OpInfo& info = wasm::op_info(code);
    for (size_t i = 0; i < info.param_count; ++i) expression(info.params[i]);
    op(code);
    if (!canonical_nans_ || !computes_nan(info)) return;
    const bool is_single = type == ValueType::kF32;
    const uint32_t copy = static_cast<uint32_t>(locals_.size()) - (is_single ? 2 : 1);
    op(Op::kLocalTee), u32(copy);
    if (is_single) {
        op(Op::kF32Const), fixed(wasm::kCanonicalNan32);
    } else {
        op(Op::kF64Const), fixed(wasm::kCanonicalNan64);
    }
    op(Op::kLocalGet), u32(copy), op(Op::kLocalGet), u32(copy);
    op(is_single ? Op::kF32Eq : Op::kF64Eq), op(Op::kSelect);
}

inline void ModuleGenerator::structured(ValueType type) {
    const Op kind = static_cast<Op>(static_cast<uint8_t>(Op::kBlock) + in_.below(3));
    if (kind == Op::kIf) expression(ValueType::kI32);
    op(kind), this->type(type);
    labels_.push_back(kind == Op::kLoop ? Label{} : Label{type});
    if (kind == Op::kLoop) take_fuel();
    statements();
    expression(type);
    if (kind == Op::kIf) op(Op::kElse), statements(), expression(type);
    labels_.pop_back();
    op(Op::kEnd);
}

/// Mostly one inside of the first page.
inline void ModuleGenerator::address() {
    expression(ValueType::kI32);
    if (in_.below(8) == 0) return;
    op(Op::kI32Const), signed_number(0xffff), op(Op::kI32And);
}

inline void ModuleGenerator::access(Op code) {
    op(code);
    u32(in_.below(wasm::op_info(code).access_log2 + 1u));
    const uint8_t offset = in_.byte();
    u32(offset < 200 ? offset : offset < 230 ? 0xfff8u + offset : static_cast<uint32_t>(in_.bits(32)));
}

inline bool ModuleGenerator::call(std::optional<ValueType> result) {
    const uint32_t start = in_.byte();
    for (uint32_t i = 0; i < signatures_.size(); ++i) {
        const auto function = static_cast<uint32_t>((start + i) % signatures_.size());
        if (signatures_[function].result != result) continue;
        arguments(signatures_[function]);
        if (in_.below(3) == 0) {
            expression(ValueType::kI32);
            if (in_.below(8) != 0) op(Op::kI32Const), signed_number(kTableSize - 1), op(Op::kI32And);
            op(Op::kCallIndirect), u32(function), u32(0);
        } else {
            op(Op::kCall), u32(function);
        }
        return true;
    }
    return false;
}

inline std::optional<uint32_t> ModuleGenerator::label_for(Label type, uint32_t start) {
    for (size_t i = 0; i < labels_.size(); ++i) {
        const size_t depth = (start + i) % labels_.size();
        if (labels_[labels_.size() - 1 - depth] == type) return static_cast<uint32_t>(depth);
    }
    return std::nullopt;
}

inline std::optional<uint32_t> ModuleGenerator::local_of(ValueType type) {
    const size_t count = locals_.size() - 2;  // the last two are not for programs
    const uint32_t start = in_.byte();
    for (size_t i = 0; i < count; ++i) {
        const size_t local = (start + i) % count;
        if (locals_[local] == type) return static_cast<uint32_t>(local);
    }
    return std::nullopt;
}

inline void ModuleGenerator::signed_number(int64_t value) {
    for (;;) {
        const auto low = static_cast<uint8_t>(value & 0x7f);
        value >>= 7;
        if ((value == 0 && !(low & 0x40)) || (value == -1 && (low & 0x40))) return out_.push_back(low);
        out_.push_back(low | 0x80);
    }
}

}  // namespace serinus::fuzz
