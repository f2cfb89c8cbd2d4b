/// The loop that runs code, operator by operator.

#include <algorithm>
#include <bit>

#include "wasm/interpreter/instance.hpp"
#include "wasm/interpreter/numeric.hpp"

namespace serinus::wasm::interpreter {
namespace {

using i32 = int32_t;
using u32 = uint32_t;
using i64 = int64_t;
using u64 = uint64_t;

/// A slot read as a value of the type, and back. Slots of 32-bit values have a zero upper half.
template <class T>
T from_raw(Raw raw) noexcept {
    if constexpr (sizeof(T) == 4) {
        return std::bit_cast<T>(static_cast<u32>(raw));
    } else {
        return std::bit_cast<T>(raw);
    }
}

template <class T>
Raw to_raw(T value) noexcept {
    if constexpr (std::is_same_v<T, bool>) {
        return value;
    } else if constexpr (sizeof(T) == 4) {
        return std::bit_cast<u32>(value);
    } else {
        return std::bit_cast<u64>(value);
    }
}

template <class T>
bool never(T, T) noexcept {
    return false;
}

/// The one quotient that has no place.
template <class T>
bool overflows(T a, T b) noexcept {
    return a == std::numeric_limits<T>::min() && b == -1;
}

}  // namespace

/// The registers of the loop, kept in those of the processor.
class InterpretedInstance::Machine {
  public:
    explicit Machine(InterpretedInstance& instance) : instance_(instance), bytes_(instance.memory_.data()) {}

    bool run(size_t outer_frames);

  private:
    const Frame& frame() const { return instance_.frames_.back(); }

    /// Goes on where the innermost frame stands.
    void resume(Raw* top) {
        next_ = frame().next;
        locals_ = frame().locals;
        top_ = top;
        size_ = instance_.memory_.size();
    }

    void go_to(u32 place) { next_ = frame().code->words.data() + place; }

    void branch(const u32* target) {
        Raw* const top = locals_ + (target[1] & ~kKeepsTop);
        go_to(target[0]);
        if (target[1] & kKeepsTop) {
            *top = top_[-1];
            top_ = top + 1;
        } else {
            top_ = top;
        }
    }

    bool call(u32 function) {
        instance_.frames_.back().next = next_;
        if (function < instance_.module_.imported_functions) {
            if (!instance_.call_host(function, top_)) return false;
            const FunctionType& type = instance_.module_.type_of(function);
            resume(top_ - type.params.size() + type.result.has_value());
        } else {
            if (!instance_.enter(function, top_)) return false;
            resume(frame().locals + frame().code->local_count);
        }
        return true;
    }

    bool call_indirect(u32 index, u32 canonical_type) {
        u32 function = 0;
        if (const auto code = instance_.find_element(index, canonical_type, function)) return trap(*code);
        return call(function);
    }

    void leave() {
        Raw* top = locals_;
        if (*next_) *top++ = top_[-1];
        instance_.used_ -= frame().code->cost;
        instance_.frames_.pop_back();
        if (!instance_.frames_.empty()) resume(top);
    }

    void grow() {
        const auto before = instance_.grow_memory(static_cast<u32>(top_[-1]));
        top_[-1] = before.value_or(UINT32_MAX);
        size_ = instance_.memory_.size();
    }

    bool trap(TrapCode code) { return instance_.trap(code); }

    u32 pop_u32() { return static_cast<u32>(*--top_); }

    template <class T>
    void unary(auto compute) {
        top_[-1] = to_raw(compute(from_raw<T>(top_[-1])));
    }

    template <class T>
    void binary(auto compute) {
        --top_;
        top_[-1] = to_raw(compute(from_raw<T>(top_[-1]), from_raw<T>(top_[0])));
    }

    template <class T>
    bool divide(bool (*overflow)(T, T), auto compute) {
        const T a = from_raw<T>(top_[-2]);
        const T b = from_raw<T>(top_[-1]);
        if (b == 0) return trap(TrapCode::kDivisionByZero);
        if (overflow(a, b)) return trap(TrapCode::kIntegerOverflow);
        --top_;
        top_[-1] = to_raw(compute(a, b));
        return true;
    }

    template <class I, class F>
    bool convert() {
        I result{};
        if (const auto code = truncate(from_raw<F>(top_[-1]), result)) return trap(*code);
        top_[-1] = to_raw(result);
        return true;
    }

    /// Where `width` bytes may be accessed, nullptr outside of the memory.
    uint8_t* access(Raw base, size_t width) {
        const u64 start = base + *next_++;
        return start + width <= size_ ? bytes_ + start : nullptr;
    }

    template <class InMemory, class Value>
    bool load() {
        const uint8_t* const from = access(top_[-1], sizeof(InMemory));
        if (!from) return trap(TrapCode::kMemoryOutOfBounds);
        top_[-1] = to_raw(static_cast<Value>(load_le<InMemory>(from)));
        return true;
    }

    template <class InMemory>
    bool store() {
        uint8_t* const to = access(top_[-2], sizeof(InMemory));
        if (!to) return trap(TrapCode::kMemoryOutOfBounds);
        store_le(to, static_cast<InMemory>(top_[-1]));
        top_ -= 2;
        return true;
    }

    InterpretedInstance& instance_;
    uint8_t* const bytes_;
    u64 size_ = 0;               ///< of the memory
    const u32* next_ = nullptr;  ///< the word to be read
    Raw* locals_ = nullptr;
    Raw* top_ = nullptr;  ///< behind the last operand
};

bool InterpretedInstance::Machine::run(size_t outer_frames) {
    resume(frame().locals + frame().code->local_count);
    for (;;) {
        switch (static_cast<Op>(*next_++)) {
                // clang-format off
            case Op::kUnreachable: return trap(TrapCode::kUnreachable);
            case Op::kBr: branch(next_); break;
            case Op::kBrIf: if (pop_u32()) branch(next_); else next_ += 2; break;
            case Op::kBrTable: branch(next_ + 1 + size_t{2} * std::min(pop_u32(), next_[0])); break;
            case Op::kLoop: if (instance_.is_interrupted()) return trap(TrapCode::kInterrupted); break;
            case Op::kIf: if (pop_u32()) ++next_; else go_to(*next_); break;
            case Op::kElse: go_to(*next_); break;
            case Op::kReturn: leave(); if (instance_.frames_.size() == outer_frames) return true; break;
            case Op::kCall: if (!call(*next_++)) return false; break;
            case Op::kCallIndirect: if (!call_indirect(pop_u32(), *next_++)) return false; break;

            case Op::kDrop: --top_; break;
            case Op::kSelect: top_ -= 2; if (!static_cast<u32>(top_[1])) top_[-1] = top_[0]; break;
            case Op::kLocalGet: *top_++ = locals_[*next_++]; break;
            case Op::kLocalSet: locals_[*next_++] = *--top_; break;
            case Op::kLocalTee: locals_[*next_++] = top_[-1]; break;
            case Op::kGlobalGet: *top_++ = instance_.globals_[*next_++]; break;
            case Op::kGlobalSet: instance_.globals_[*next_++] = *--top_; break;
            case Op::kI32Const:
            case Op::kF32Const: *top_++ = *next_++; break;
            case Op::kI64Const:
            case Op::kF64Const: *top_++ = next_[0] | u64{next_[1]} << 32; next_ += 2; break;

            case Op::kI32Load: if (!load<u32, u32>()) return false; break;
            case Op::kI64Load: if (!load<u64, u64>()) return false; break;
            case Op::kF32Load: if (!load<u32, u32>()) return false; break;
            case Op::kF64Load: if (!load<u64, u64>()) return false; break;
            case Op::kI32Load8S: if (!load<int8_t, i32>()) return false; break;
            case Op::kI32Load8U: if (!load<uint8_t, u32>()) return false; break;
            case Op::kI32Load16S: if (!load<int16_t, i32>()) return false; break;
            case Op::kI32Load16U: if (!load<uint16_t, u32>()) return false; break;
            case Op::kI64Load8S: if (!load<int8_t, i64>()) return false; break;
            case Op::kI64Load8U: if (!load<uint8_t, u64>()) return false; break;
            case Op::kI64Load16S: if (!load<int16_t, i64>()) return false; break;
            case Op::kI64Load16U: if (!load<uint16_t, u64>()) return false; break;
            case Op::kI64Load32S: if (!load<i32, i64>()) return false; break;
            case Op::kI64Load32U: if (!load<u32, u64>()) return false; break;
            case Op::kI32Store: if (!store<u32>()) return false; break;
            case Op::kI64Store: if (!store<u64>()) return false; break;
            case Op::kF32Store: if (!store<u32>()) return false; break;
            case Op::kF64Store: if (!store<u64>()) return false; break;
            case Op::kI32Store8: if (!store<uint8_t>()) return false; break;
            case Op::kI32Store16: if (!store<uint16_t>()) return false; break;
            case Op::kI64Store8: if (!store<uint8_t>()) return false; break;
            case Op::kI64Store16: if (!store<uint16_t>()) return false; break;
            case Op::kI64Store32: if (!store<u32>()) return false; break;
            case Op::kMemorySize: *top_++ = size_ / kPageBytes; break;
            case Op::kMemoryGrow: grow(); break;

            case Op::kI32Eqz: unary<u32>([](u32 a) { return a == 0; }); break;
            case Op::kI32Eq: binary<u32>([](u32 a, u32 b) { return a == b; }); break;
            case Op::kI32Ne: binary<u32>([](u32 a, u32 b) { return a != b; }); break;
            case Op::kI32LtS: binary<i32>([](i32 a, i32 b) { return a < b; }); break;
            case Op::kI32LtU: binary<u32>([](u32 a, u32 b) { return a < b; }); break;
            case Op::kI32GtS: binary<i32>([](i32 a, i32 b) { return a > b; }); break;
            case Op::kI32GtU: binary<u32>([](u32 a, u32 b) { return a > b; }); break;
            case Op::kI32LeS: binary<i32>([](i32 a, i32 b) { return a <= b; }); break;
            case Op::kI32LeU: binary<u32>([](u32 a, u32 b) { return a <= b; }); break;
            case Op::kI32GeS: binary<i32>([](i32 a, i32 b) { return a >= b; }); break;
            case Op::kI32GeU: binary<u32>([](u32 a, u32 b) { return a >= b; }); break;
            case Op::kI64Eqz: unary<u64>([](u64 a) { return a == 0; }); break;
            case Op::kI64Eq: binary<u64>([](u64 a, u64 b) { return a == b; }); break;
            case Op::kI64Ne: binary<u64>([](u64 a, u64 b) { return a != b; }); break;
            case Op::kI64LtS: binary<i64>([](i64 a, i64 b) { return a < b; }); break;
            case Op::kI64LtU: binary<u64>([](u64 a, u64 b) { return a < b; }); break;
            case Op::kI64GtS: binary<i64>([](i64 a, i64 b) { return a > b; }); break;
            case Op::kI64GtU: binary<u64>([](u64 a, u64 b) { return a > b; }); break;
            case Op::kI64LeS: binary<i64>([](i64 a, i64 b) { return a <= b; }); break;
            case Op::kI64LeU: binary<u64>([](u64 a, u64 b) { return a <= b; }); break;
            case Op::kI64GeS: binary<i64>([](i64 a, i64 b) { return a >= b; }); break;
            case Op::kI64GeU: binary<u64>([](u64 a, u64 b) { return a >= b; }); break;
            case Op::kF32Eq: binary<float>([](float a, float b) { return a == b; }); break;
            case Op::kF32Ne: binary<float>([](float a, float b) { return a != b; }); break;
            case Op::kF32Lt: binary<float>([](float a, float b) { return a < b; }); break;
            case Op::kF32Gt: binary<float>([](float a, float b) { return a > b; }); break;
            case Op::kF32Le: binary<float>([](float a, float b) { return a <= b; }); break;
            case Op::kF32Ge: binary<float>([](float a, float b) { return a >= b; }); break;
            case Op::kF64Eq: binary<double>([](double a, double b) { return a == b; }); break;
            case Op::kF64Ne: binary<double>([](double a, double b) { return a != b; }); break;
            case Op::kF64Lt: binary<double>([](double a, double b) { return a < b; }); break;
            case Op::kF64Gt: binary<double>([](double a, double b) { return a > b; }); break;
            case Op::kF64Le: binary<double>([](double a, double b) { return a <= b; }); break;
            case Op::kF64Ge: binary<double>([](double a, double b) { return a >= b; }); break;

            case Op::kI32Clz: unary<u32>([](u32 a) { return u32(std::countl_zero(a)); }); break;
            case Op::kI32Ctz: unary<u32>([](u32 a) { return u32(std::countr_zero(a)); }); break;
            case Op::kI32Popcnt: unary<u32>([](u32 a) { return u32(std::popcount(a)); }); break;
            case Op::kI32Add: binary<u32>([](u32 a, u32 b) { return a + b; }); break;
            case Op::kI32Sub: binary<u32>([](u32 a, u32 b) { return a - b; }); break;
            case Op::kI32Mul: binary<u32>([](u32 a, u32 b) { return a * b; }); break;
            case Op::kI32DivS: if (!divide<i32>(overflows<i32>, [](i32 a, i32 b) { return a / b; })) return false; break;
            case Op::kI32DivU: if (!divide<u32>(never<u32>, [](u32 a, u32 b) { return a / b; })) return false; break;
            case Op::kI32RemS: if (!divide<i32>(never<i32>, [](i32 a, i32 b) { return b == -1 ? i32(0) : a % b; })) return false; break;
            case Op::kI32RemU: if (!divide<u32>(never<u32>, [](u32 a, u32 b) { return a % b; })) return false; break;
            case Op::kI32And: binary<u32>([](u32 a, u32 b) { return a & b; }); break;
            case Op::kI32Or: binary<u32>([](u32 a, u32 b) { return a | b; }); break;
            case Op::kI32Xor: binary<u32>([](u32 a, u32 b) { return a ^ b; }); break;
            case Op::kI32Shl: binary<u32>([](u32 a, u32 b) { return a << (b & 31); }); break;
            case Op::kI32ShrS: binary<i32>([](i32 a, i32 b) { return a >> (b & 31); }); break;
            case Op::kI32ShrU: binary<u32>([](u32 a, u32 b) { return a >> (b & 31); }); break;
            case Op::kI32Rotl: binary<u32>([](u32 a, u32 b) { return std::rotl(a, static_cast<int>(b & 31)); }); break;
            case Op::kI32Rotr: binary<u32>([](u32 a, u32 b) { return std::rotr(a, static_cast<int>(b & 31)); }); break;
            case Op::kI64Clz: unary<u64>([](u64 a) { return u64(std::countl_zero(a)); }); break;
            case Op::kI64Ctz: unary<u64>([](u64 a) { return u64(std::countr_zero(a)); }); break;
            case Op::kI64Popcnt: unary<u64>([](u64 a) { return u64(std::popcount(a)); }); break;
            case Op::kI64Add: binary<u64>([](u64 a, u64 b) { return a + b; }); break;
            case Op::kI64Sub: binary<u64>([](u64 a, u64 b) { return a - b; }); break;
            case Op::kI64Mul: binary<u64>([](u64 a, u64 b) { return a * b; }); break;
            case Op::kI64DivS: if (!divide<i64>(overflows<i64>, [](i64 a, i64 b) { return a / b; })) return false; break;
            case Op::kI64DivU: if (!divide<u64>(never<u64>, [](u64 a, u64 b) { return a / b; })) return false; break;
            case Op::kI64RemS: if (!divide<i64>(never<i64>, [](i64 a, i64 b) { return b == -1 ? i64(0) : a % b; })) return false; break;
            case Op::kI64RemU: if (!divide<u64>(never<u64>, [](u64 a, u64 b) { return a % b; })) return false; break;
            case Op::kI64And: binary<u64>([](u64 a, u64 b) { return a & b; }); break;
            case Op::kI64Or: binary<u64>([](u64 a, u64 b) { return a | b; }); break;
            case Op::kI64Xor: binary<u64>([](u64 a, u64 b) { return a ^ b; }); break;
            case Op::kI64Shl: binary<u64>([](u64 a, u64 b) { return a << (b & 63); }); break;
            case Op::kI64ShrS: binary<i64>([](i64 a, i64 b) { return a >> (b & 63); }); break;
            case Op::kI64ShrU: binary<u64>([](u64 a, u64 b) { return a >> (b & 63); }); break;
            case Op::kI64Rotl: binary<u64>([](u64 a, u64 b) { return std::rotl(a, static_cast<int>(b & 63)); }); break;
            case Op::kI64Rotr: binary<u64>([](u64 a, u64 b) { return std::rotr(a, static_cast<int>(b & 63)); }); break;

            // As bits: a NaN keeps its payload.
            case Op::kF32Abs: unary<u32>([](u32 a) { return a & ~(u32{1} << 31); }); break;
            case Op::kF32Neg: unary<u32>([](u32 a) { return a ^ (u32{1} << 31); }); break;
            case Op::kF32Ceil: unary<float>([](float a) { return canonical(std::ceil(a)); }); break;
            case Op::kF32Floor: unary<float>([](float a) { return canonical(std::floor(a)); }); break;
            case Op::kF32Trunc: unary<float>([](float a) { return canonical(std::trunc(a)); }); break;
            case Op::kF32Nearest: unary<float>([](float a) { return canonical(round_to_even(a)); }); break;
            case Op::kF32Sqrt: unary<float>([](float a) { return canonical(std::sqrt(a)); }); break;
            case Op::kF32Add: binary<float>([](float a, float b) { return canonical(a + b); }); break;
            case Op::kF32Sub: binary<float>([](float a, float b) { return canonical(a - b); }); break;
            case Op::kF32Mul: binary<float>([](float a, float b) { return canonical(a * b); }); break;
            case Op::kF32Div: binary<float>([](float a, float b) { return canonical(a / b); }); break;
            case Op::kF32Min: binary<float>(minimum<float>); break;
            case Op::kF32Max: binary<float>(maximum<float>); break;
            case Op::kF32Copysign: binary<u32>([](u32 a, u32 b) { return (a & ~(u32{1} << 31)) | (b & (u32{1} << 31)); }); break;
            // As bits: a NaN keeps its payload.
            case Op::kF64Abs: unary<u64>([](u64 a) { return a & ~(u64{1} << 63); }); break;
            case Op::kF64Neg: unary<u64>([](u64 a) { return a ^ (u64{1} << 63); }); break;
            case Op::kF64Ceil: unary<double>([](double a) { return canonical(std::ceil(a)); }); break;
            case Op::kF64Floor: unary<double>([](double a) { return canonical(std::floor(a)); }); break;
            case Op::kF64Trunc: unary<double>([](double a) { return canonical(std::trunc(a)); }); break;
            case Op::kF64Nearest: unary<double>([](double a) { return canonical(round_to_even(a)); }); break;
            case Op::kF64Sqrt: unary<double>([](double a) { return canonical(std::sqrt(a)); }); break;
            case Op::kF64Add: binary<double>([](double a, double b) { return canonical(a + b); }); break;
            case Op::kF64Sub: binary<double>([](double a, double b) { return canonical(a - b); }); break;
            case Op::kF64Mul: binary<double>([](double a, double b) { return canonical(a * b); }); break;
            case Op::kF64Div: binary<double>([](double a, double b) { return canonical(a / b); }); break;
            case Op::kF64Min: binary<double>(minimum<double>); break;
            case Op::kF64Max: binary<double>(maximum<double>); break;
            case Op::kF64Copysign: binary<u64>([](u64 a, u64 b) { return (a & ~(u64{1} << 63)) | (b & (u64{1} << 63)); }); break;

            case Op::kI32WrapI64: unary<u64>([](u64 a) { return static_cast<u32>(a); }); break;
            case Op::kI32TruncF32S: if (!convert<i32, float>()) return false; break;
            case Op::kI32TruncF32U: if (!convert<u32, float>()) return false; break;
            case Op::kI32TruncF64S: if (!convert<i32, double>()) return false; break;
            case Op::kI32TruncF64U: if (!convert<u32, double>()) return false; break;
            case Op::kI64ExtendI32S: unary<i32>([](i32 a) { return i64{a}; }); break;
            case Op::kI64ExtendI32U: unary<u32>([](u32 a) { return u64{a}; }); break;
            case Op::kI64TruncF32S: if (!convert<i64, float>()) return false; break;
            case Op::kI64TruncF32U: if (!convert<u64, float>()) return false; break;
            case Op::kI64TruncF64S: if (!convert<i64, double>()) return false; break;
            case Op::kI64TruncF64U: if (!convert<u64, double>()) return false; break;
            case Op::kF32ConvertI32S: unary<i32>([](i32 a) { return static_cast<float>(a); }); break;
            case Op::kF32ConvertI32U: unary<u32>([](u32 a) { return static_cast<float>(a); }); break;
            case Op::kF32ConvertI64S: unary<i64>([](i64 a) { return static_cast<float>(a); }); break;
            case Op::kF32ConvertI64U: unary<u64>([](u64 a) { return static_cast<float>(a); }); break;
            case Op::kF32DemoteF64: unary<double>([](double a) { return canonical(static_cast<float>(a)); }); break;
            case Op::kF64ConvertI32S: unary<i32>([](i32 a) { return static_cast<double>(a); }); break;
            case Op::kF64ConvertI32U: unary<u32>([](u32 a) { return static_cast<double>(a); }); break;
            case Op::kF64ConvertI64S: unary<i64>([](i64 a) { return static_cast<double>(a); }); break;
            case Op::kF64ConvertI64U: unary<u64>([](u64 a) { return static_cast<double>(a); }); break;
            case Op::kF64PromoteF32: unary<float>([](float a) { return canonical(static_cast<double>(a)); }); break;
            // A slot holds bits already.
            case Op::kI32ReinterpretF32:
            case Op::kI64ReinterpretF64:
            case Op::kF32ReinterpretI32:
            case Op::kF64ReinterpretI64: break;

            case Op::kI32Extend8S: unary<u32>([](u32 a) { return i32{static_cast<int8_t>(a)}; }); break;
            case Op::kI32Extend16S: unary<u32>([](u32 a) { return i32{static_cast<int16_t>(a)}; }); break;
            case Op::kI64Extend8S: unary<u64>([](u64 a) { return i64{static_cast<int8_t>(a)}; }); break;
            case Op::kI64Extend16S: unary<u64>([](u64 a) { return i64{static_cast<int16_t>(a)}; }); break;
            case Op::kI64Extend32S: unary<u64>([](u64 a) { return i64{static_cast<i32>(a)}; }); break;

            // The decoder leaves these out.
            case Op::kNop:
            case Op::kBlock:
            case Op::kEnd: __builtin_unreachable();
                // clang-format on
        }
    }
}

bool InterpretedInstance::run(size_t outer_frames) { return Machine(*this).run(outer_frames); }

}  // namespace serinus::wasm::interpreter
