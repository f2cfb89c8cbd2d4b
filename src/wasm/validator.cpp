#include "wasm/validator.hpp"

#include <algorithm>

#include "wasm/type_names.hpp"

namespace serinus::wasm {
namespace {

/// The proposal that an opcode outside WebAssembly 1.0 belongs to.
const char* later_feature(uint8_t opcode) noexcept {
    switch (opcode) {
        case 0x06:
        case 0x07:
        case 0x08:
        case 0x09:
        case 0x0a:
        case 0x18:
        case 0x19:
        case 0x1f:
            return "exceptions";
        case 0x12:
        case 0x13:
            return "tail calls";
        case 0x14:
        case 0x15:
        case 0xd3:
        case 0xd4:
        case 0xd5:
        case 0xd6:
            return "typed function references";
        case 0x1c:
        case 0x25:
        case 0x26:
        case 0xd0:
        case 0xd1:
        case 0xd2:
            return "reference types";
        case 0xfb:
            return "garbage collection";
        case 0xfc:
            return "saturating conversions, bulk memory";
        case 0xfd:
            return "SIMD";
        case 0xfe:
            return "threads";
        default:
            return nullptr;
    }
}

}  // namespace

void BodyValidator::check(Function& function, Reader& body) {
    body_ = &body;
    function_ = &function;
    type_ = &module_.types[function.type_index];
    height_ = max_height_ = 0;
    blocks_.clear();

    // One byte pushes one operand at most. The buffer is not cleared between bodies.
    if (operands_.size() < body.remaining() + 1) operands_.resize(body.remaining() + 1);

    // A body that names n locals has more than n bytes; further ones are looked up in their runs.
    const size_t laid_out = std::min<size_t>(function.local_count, body.remaining());
    const size_t params = std::min(type_->params.size(), laid_out);
    locals_.assign(type_->params.begin(), type_->params.begin() + static_cast<ptrdiff_t>(params));
    for (const LocalRun& run : function.locals) {
        if (locals_.size() == laid_out) break;
        locals_.insert(locals_.end(), std::min<size_t>(run.count, laid_out - locals_.size()), run.type);
    }

    if (laid_out < function.local_count) {
        run_ends_.clear();
        uint32_t end = static_cast<uint32_t>(type_->params.size());
        for (const LocalRun& run : function.locals) run_ends_.push_back(end += run.count);
    }

    const bool has_result = type_->result.has_value();
    blocks_.push_back({.has_result = has_result, .result = has_result ? *type_->result : kUnknown});
    floor_ = 0;

    while (!blocks_.empty() && !body.failed()) {
        instruction_ = body.offset();
        check_instruction(static_cast<Op>(body.byte()));
    }
    if (!body.at_end()) body.fail("instructions after the end of the function");
    function.max_operands = max_height_;
}

void BodyValidator::check_instruction(Op op) {
    Reader& body = *body_;
    switch (op) {
        case Op::kUnreachable:
            return set_unreachable();
        case Op::kBlock:
        case Op::kLoop:
            return open(op);
        case Op::kIf:
            pop(ValueType::kI32);
            return open(op);
        case Op::kElse:
            return check_else();
        case Op::kEnd:
            return check_end();
        case Op::kBr:
            if (const Block* target = label(body.u32()); target && target->label_has_operand()) pop(target->result);
            return set_unreachable();
        case Op::kBrIf:
            pop(ValueType::kI32);
            if (const Block* target = label(body.u32()); target && target->label_has_operand()) {
                pop(target->result);
                push(target->result);
            }
            return;
        case Op::kBrTable:
            return check_br_table();
        case Op::kReturn:
            pop_result(blocks_.front());
            return set_unreachable();
        case Op::kCall: {
            const uint32_t index = body.u32();
            if (index >= module_.function_types.size()) return fail("unknown function " + std::to_string(index));
            return check_call(module_.type_of(index));
        }
        case Op::kCallIndirect:
            return check_call_indirect();
        case Op::kDrop:
            pop_any();
            return;
        case Op::kSelect:
            return check_select();
        case Op::kLocalGet:
            if (const ValueType* type = local(body.u32())) push(*type);
            return;
        case Op::kLocalSet:
            if (const ValueType* type = local(body.u32())) pop(*type);
            return;
        case Op::kLocalTee:
            if (const ValueType* type = local(body.u32())) {
                pop(*type);
                push(*type);
            }
            return;
        case Op::kGlobalGet:
            if (const GlobalType* type = global(body.u32())) push(type->type);
            return;
        case Op::kGlobalSet:
            if (const GlobalType* type = global(body.u32())) {
                if (!type->is_mutable) return fail("global is immutable");
                pop(type->type);
            }
            return;
        default:
            if (!op_info(op).fixed_types) return unknown_instruction(op);
            return check_fixed(op_info(op));
    }
}

void BodyValidator::check_fixed(const OpInfo& info) {
    switch (info.immediate) {
        case Immediate::kMemory:
            check_access(info);
            break;
        case Immediate::kZeroByte:
            if (!module_.memory) return fail("unknown memory 0");
            if (body_->byte() != 0) return fail("zero byte expected: several memories are not supported");
            break;
        case Immediate::kI32:
            body_->s32();
            break;
        case Immediate::kI64:
            body_->s64();
            break;
        case Immediate::kF32:
            body_->bytes(4);
            break;
        case Immediate::kF64:
            body_->bytes(8);
            break;
        default:
            break;
    }
    for (size_t i = info.param_count; i-- > 0;) pop(info.params[i]);
    if (info.has_result) push(info.result);
}

void BodyValidator::check_access(const OpInfo& info) {
    if (!module_.memory) return fail("unknown memory 0");
    const uint32_t alignment_log2 = body_->u32();
    if (alignment_log2 > info.access_log2) return fail("alignment must not be larger than natural");
    body_->u32();  // any offset will do
}

void BodyValidator::open(Op op) {
    const uint8_t type = body_->byte();
    if (body_->failed()) return;
    if (type != 0x40 && !is_value_type(type)) {
        // A type index is a positive signed LEB128, so bit 6 of its last byte is clear.
        return fail(type & 0x40 ? "invalid block type"
                                : "invalid block type: blocks of several values are not supported");
    }
    const bool has_result = type != 0x40;
    blocks_.push_back({.op = op,
                       .has_result = has_result,
                       .result = has_result ? static_cast<ValueType>(type) : kUnknown,
                       .height = height_});
    floor_ = height_;
}

void BodyValidator::check_else() {
    Block& block = blocks_.back();
    if (block.op != Op::kIf) return fail("else without if");
    pop_result(block);
    check_height_of_end();
    block.op = Op::kElse;
    block.unreachable = false;
}

void BodyValidator::check_end() {
    const Block block = blocks_.back();
    pop_result(block);
    check_height_of_end();
    if (block.op == Op::kIf && block.has_result) fail("type mismatch: if without else must not have a result");
    blocks_.pop_back();
    if (blocks_.empty()) return;
    floor_ = blocks_.back().height;
    if (block.has_result) push(block.result);
}

void BodyValidator::check_height_of_end() {
    if (height_ != floor_) fail("type mismatch: values remaining on stack at end of block");
}

/// All targets take an operand or none does; the one on the stack must fit them all. In unreachable code it may be of
/// every type at once, as the specification has it since reference types and as the official host does.
void BodyValidator::check_br_table() {
    pop(ValueType::kI32);
    const uint32_t count = body_->count(max_branches_, "branch targets");
    const ValueType operand = height_ == floor_ ? kUnknown : operands_[height_ - 1];
    bool takes_operand = false;
    for (uint32_t i = 0; i <= count; ++i) {
        const Block* target = label(body_->u32());
        if (!target) return;
        if (i == 0) takes_operand = target->label_has_operand();
        if (target->label_has_operand() != takes_operand) return fail("type mismatch: targets of br_table differ");
        if (takes_operand && operand != target->result && operand != kUnknown) return mismatch(target->result, operand);
    }
    if (takes_operand) pop_any();
    set_unreachable();
}

void BodyValidator::check_call(const FunctionType& type) {
    for (size_t i = type.params.size(); i-- > 0;) {
        if (height_ == floor_ && blocks_.back().unreachable) break;  // all others pass too
        pop(type.params[i]);
        if (body_->failed()) return;
    }
    if (type.result) push(*type.result);
}

void BodyValidator::check_call_indirect() {
    const uint32_t index = body_->u32();
    if (body_->byte() != 0) return fail("zero byte expected: several tables are not supported");
    if (!module_.table) return fail("unknown table 0");
    if (index >= module_.types.size()) return fail("unknown type " + std::to_string(index));
    pop(ValueType::kI32);
    check_call(module_.types[index]);
}

void BodyValidator::check_select() {
    pop(ValueType::kI32);
    const ValueType second = pop_any();
    const ValueType first = pop_any();
    if (first != second && first != kUnknown && second != kUnknown) return mismatch(first, second);
    push(first != kUnknown ? first : second);
}

const BodyValidator::Block* BodyValidator::label(uint32_t depth) {
    if (body_->failed()) return nullptr;
    if (depth >= blocks_.size()) return fail("unknown label " + std::to_string(depth)), nullptr;
    return &blocks_[blocks_.size() - 1 - depth];
}

const ValueType* BodyValidator::local(uint32_t index) {
    if (index < locals_.size()) [[likely]]
        return &locals_[index];
    if (index >= function_->local_count) return fail("unknown local " + std::to_string(index)), nullptr;
    late_type_ = late_local(index);
    return &late_type_;
}

/// Of a local beyond those laid out.
ValueType BodyValidator::late_local(uint32_t index) const {
    if (index < type_->params.size()) return type_->params[index];
    const auto run = std::upper_bound(run_ends_.begin(), run_ends_.end(), index) - run_ends_.begin();
    return function_->locals[static_cast<size_t>(run)].type;
}

const GlobalType* BodyValidator::global(uint32_t index) {
    if (index >= module_.global_types.size()) return fail("unknown global " + std::to_string(index)), nullptr;
    return &module_.global_types[index];
}

void BodyValidator::set_unreachable() {
    height_ = floor_;
    blocks_.back().unreachable = true;
}

ValueType BodyValidator::pop_any() {
    if (height_ == floor_) [[unlikely]] {
        if (!blocks_.back().unreachable) missing(kUnknown);
        return kUnknown;
    }
    return operands_[--height_];
}

void BodyValidator::pop(ValueType expected) {
    if (height_ == floor_) [[unlikely]] {
        if (!blocks_.back().unreachable) missing(expected);
        return;
    }
    const ValueType found = operands_[--height_];
    if (found != expected && found != kUnknown) [[unlikely]]
        mismatch(expected, found);
}

void BodyValidator::mismatch(ValueType expected, ValueType found) {
    fail(std::string("type mismatch: expected ") + to_string(expected) + ", found " + to_string(found));
}

void BodyValidator::missing(ValueType expected) {
    const char* type = expected == kUnknown ? "a value" : to_string(expected);
    fail(std::string("type mismatch: expected ") + type + ", found nothing on the stack");
}

void BodyValidator::unknown_instruction(Op op) {
    const uint8_t opcode = static_cast<uint8_t>(op);
    constexpr char kDigits[] = "0123456789abcdef";
    std::string reason = std::string("illegal opcode 0x") + kDigits[opcode >> 4] + kDigits[opcode & 15];
    if (const char* feature = later_feature(opcode)) reason += std::string(": not supported: ") + feature;
    fail(std::move(reason));
}

}  // namespace serinus::wasm
