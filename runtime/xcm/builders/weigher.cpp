#include "runtime/xcm/builders/weigher.hpp"

#include <algorithm>

namespace serinus::xcm {

namespace {

/// As deep as what some decoder has let in.
scale::Decoder decoder_of(const Program& program) { return scale::Decoder(program.instructions(), UINT32_MAX); }

}  // namespace

Result<Weight, InstructionError> TableWeigher::weight(const Program& program, Weight limit) const {
    scale::Decoder in = decoder_of(program);
    uint32_t left = max_instructions_;
    return weight(in, program.size(), limit, left);
}

XcmResultOf<Weight> TableWeigher::instruction_weight(const Instruction& instruction) const {
    scale::Decoder in = decoder_of(instruction.program);
    uint32_t left = ~uint32_t{0};
    return weight_with(instruction, in, instruction.program.size(), Weight::max(), left);
}

bool TableWeigher::counts_inside(Op op) const {
    return op == Op::SetErrorHandler || op == Op::SetAppendix ||
           (op == Op::ExecuteWithOrigin && execute_with_origin_ == ExecuteWithOrigin::kWithProgram);
}

Result<Weight, InstructionError> TableWeigher::weight(scale::Decoder& in, uint32_t count, Weight limit,
                                                      uint32_t& left) const {
    Weight total;
    Instruction instruction;
    for (uint32_t index = 0; index < count; ++index) {
        const uint32_t place = std::min(index, 255u);
        ENSURE(left > 0, InstructionError{place, Error::Code::ExceedsStackLimit});
        --left;
        uint32_t inside = 0;
        const bool good = counts_inside(static_cast<Op>(in.rest().front())) ? read_own_head(in, instruction, inside)
                                                                            : read_own(in, instruction);
        SERINUS_ASSERT(good);
        const auto one = weight_with(instruction, in, inside, limit, left);
        ENSURE(one, InstructionError{place, one.error()});
        const auto sum = total.checked_add(*one);
        ENSURE(sum, InstructionError{place, Error::Code::Overflow});
        total = *sum;
        ENSURE(!total.any_gt(limit), InstructionError{place, Error::weight_limit_reached(total)});
    }
    return total;
}

XcmResultOf<Weight> TableWeigher::weight_with(const Instruction& instruction, scale::Decoder& in, uint32_t inside,
                                              Weight limit, uint32_t& left) const {
    Weight more;
    if (instruction.op == Op::Transact) {
        const auto call = calls_.weight_of(instruction.bytes);
        ENSURE(call, Error(Error::Code::FailedToDecode));
        more = *call;
    } else if (counts_inside(instruction.op)) {
        const auto program = weight(in, inside, limit, left);
        ENSURE(program, program.error().error);
        more = *program;
    }
    const auto sum = weight_of_(instruction).checked_add(more);
    ENSURE(sum, Error(Error::Code::Overflow));
    return *sum;
}

}  // namespace serinus::xcm
