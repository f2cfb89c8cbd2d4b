/// What programs weigh: each instruction by a table, with calls and handlers. Source: staging-xcm-builder 22, weight.rs
#pragma once

#include "runtime/xcm/traits.hpp"
#include "runtime/xcm/wire.hpp"

namespace serinus::xcm {

/// Sums of weights are checked. Counted are the instructions of the program, its handlers and appendices, not those of
/// programs that are sent on.
class TableWeigher final : public Weigher {
  public:
    /// Whether the program of ExecuteWithOrigin counts too. Observed: staging-xcm-builder 22.0.0: among fixed weights
    /// it does, in measured ones not.
    enum class ExecuteWithOrigin : uint8_t { kAlone, kWithProgram };

    /// `instruction_weight`: what an instruction weighs without what is inside of it. `max_instructions`: in all.
    constexpr TableWeigher(Weight (*instruction_weight)(const Instruction&), const CallWeigher& calls,
                           uint32_t max_instructions, ExecuteWithOrigin execute_with_origin = ExecuteWithOrigin::kAlone)
        : weight_of_(instruction_weight),
          calls_(calls),
          max_instructions_(max_instructions),
          execute_with_origin_(execute_with_origin) {}

    Result<Weight, InstructionError> weight(const Program& program, Weight limit) const override;
    XcmResultOf<Weight> instruction_weight(const Instruction& instruction) const override;

  private:
    /// Whether what is inside counts.
    bool counts_inside(Op op) const;
    /// Of so many instructions that follow, each of which is read once, however deep.
    Result<Weight, InstructionError> weight(scale::Decoder& in, uint32_t count, Weight limit, uint32_t& left) const;
    /// `inside`: how many instructions of `in` are the instruction's own, if they count.
    XcmResultOf<Weight> weight_with(const Instruction& instruction, scale::Decoder& in, uint32_t inside, Weight limit,
                                    uint32_t& left) const;

    Weight (*weight_of_)(const Instruction&);
    const CallWeigher& calls_;
    uint32_t max_instructions_;
    ExecuteWithOrigin execute_with_origin_;
};

}  // namespace serinus::xcm
