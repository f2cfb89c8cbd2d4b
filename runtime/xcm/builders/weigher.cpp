#include "runtime/xcm/builders/weigher.hpp"

#include <algorithm>

namespace serinus::xcm {

Result<Weight, InstructionError> TableWeigher::weight(const Program& program, Weight limit) const {
    uint32_t left = max_instructions_;
    return weight(program, limit, left);
}

XcmResultOf<Weight> TableWeigher::instruction_weight(const Instruction& instruction) const {
    uint32_t left = ~uint32_t{0};
    return instruction_weight(instruction, Weight::max(), left);
}

Result<Weight, InstructionError> TableWeigher::weight(const Program& program, Weight limit, uint32_t& left) const {
    Weight total;
    ProgramReader reader(program);
    Instruction instruction;
    for (uint32_t index = 0; reader.next(instruction); ++index) {
        const uint32_t place = std::min(index, 255u);
        ENSURE(left > 0, InstructionError{place, Error::Code::ExceedsStackLimit});
        --left;
        const auto one = instruction_weight(instruction, limit, left);
        ENSURE(one, InstructionError{place, one.error()});
        const auto sum = total.checked_add(*one);
        ENSURE(sum, InstructionError{place, Error::Code::Overflow});
        total = *sum;
        ENSURE(!total.any_gt(limit), InstructionError{place, Error::weight_limit_reached(total)});
    }
    return total;
}

XcmResultOf<Weight> TableWeigher::instruction_weight(const Instruction& instruction, Weight limit,
                                                     uint32_t& left) const {
    Weight inside;
    const bool has_program =
        instruction.op == Op::SetErrorHandler || instruction.op == Op::SetAppendix ||
        (instruction.op == Op::ExecuteWithOrigin && execute_with_origin_ == ExecuteWithOrigin::kWithProgram);
    if (instruction.op == Op::Transact) {
        const auto call = calls_.weight_of(instruction.bytes);
        ENSURE(call, Error(Error::Code::FailedToDecode));
        inside = *call;
    } else if (has_program) {
        const auto program = weight(instruction.program, limit, left);
        ENSURE(program, program.error().error);
        inside = *program;
    }
    const auto sum = weight_of_(instruction).checked_add(inside);
    ENSURE(sum, Error(Error::Code::Overflow));
    return *sum;
}

}  // namespace serinus::xcm
