// A program from its weighing to its outcome.
#include "runtime/xcm/executor/machine.hpp"

namespace serinus::xcm {

Result<Prepared, InstructionError> prepare(const Config& config, Program program, Weight limit) {
    const Weight weight = TRY(config.weigher.weight(program, limit));
    return Prepared{std::move(program), weight};
}

Outcome execute(const Config& config, const Location& origin, Prepared prepared, XcmHash& id, Weight weight_credit) {
    Properties properties{weight_credit};
    if (config.recorder.should_record()) config.recorder.record(prepared.program);
    if (!config.barrier.should_execute(origin, Proposal(prepared.program), prepared.weight, properties)) {
        return Outcome::incomplete(prepared.weight, {0, Error::Code::Barrier});
    }
    if (properties.message_id) id = *properties.message_id;

    Machine machine(config, origin, id, prepared.weight);
    machine.run(std::move(prepared.program));
    return std::move(machine).finish(prepared.weight);
}

Outcome prepare_and_execute(const Config& config, const Location& origin, Program program, XcmHash& id, Weight limit,
                            Weight weight_credit) {
    auto prepared = prepare(config, std::move(program), limit);
    if (!prepared) return Outcome::not_begun(prepared.error());
    return execute(config, origin, std::move(*prepared), id, weight_credit);
}

XcmResult charge_fees(const Config& config, const Location& origin, const Assets& fees) {
    if (config.fees.is_waived(&origin, FeeReason::ChargeFees)) return {};
    for (const Asset& asset : fees) TRY(config.assets.withdraw(asset, origin, nullptr));
    config.fees.handle_fee(fees, nullptr, FeeReason::ChargeFees);
    return {};
}

Machine::Machine(const Config& config, const Location& origin, const XcmHash& id, Weight message_weight)
    : config_(config),
      context_{origin, id, std::nullopt},
      original_origin_(origin),
      trader_(config.traders.start()),
      message_weight_(message_weight) {}

void Machine::run(Program program) {
    while (!program.empty()) {
        const auto failure = process(program);
        if (failure) {
            surplus_.saturating_accrue(failure->weight);
            error_ = failure->error;
            program = std::exchange(error_handler_, {});
        } else {
            surplus_.saturating_accrue(error_handler_weight_);
            error_handler_ = {};
            program = {};
        }
        error_handler_weight_ = {};
        if (program.empty()) {
            program = std::exchange(appendix_, {});
            appendix_weight_ = {};
        }
    }
}

Outcome Machine::finish(Weight weight) && {
    (void)refund_surplus();  // a failure is of no consequence here: what it could not refund stays where it is
    trader_->finish();

    Weight used = weight.saturating_sub(surplus_);
    if (!holding_.empty()) {
        const Location& claimer = asset_claimer_    ? *asset_claimer_
                                  : context_.origin ? *context_.origin
                                                    : original_origin_;
        used.saturating_accrue(config_.trap.drop_assets(claimer, holding_, context_));
    }
    if (!error_) return Outcome::complete(used);
    return Outcome::incomplete(used, {std::min(error_->index, 255u), error_->error});
}

std::optional<Machine::Failure> Machine::process(const Program& program) {
    std::optional<Failure> failure;
    ProgramReader reader(program);
    Instruction instruction;
    for (uint32_t index = 0; reader.next(instruction); ++index) {
        if (failure) {
            if (const auto weight = config_.weigher.instruction_weight(instruction)) {
                failure->weight.saturating_accrue(*weight);
            }
            continue;
        }
        const XcmResult result = process_guarded(instruction);
        if (result) continue;
        config_.events.process_failed(original_origin_, result.error(), context_.topic_or_message_id());
        failure = Failure{{index, result.error()}, {}};
    }
    return failure;
}

namespace {

/// How many instructions are being executed, each but the first inside of a call of another.
class Recursion {
  public:
    Recursion() noexcept { ++depth_; }
    Recursion(const Recursion&) = delete;
    Recursion& operator=(const Recursion&) = delete;
    ~Recursion() { --depth_; }
    static bool is_too_deep() noexcept { return depth_ >= kRecursionLimit; }

  private:
    static inline constinit uint8_t depth_ = 0;
};

}  // namespace

XcmResult Machine::process_guarded(Instruction& instruction) {
    ENSURE(!Recursion::is_too_deep(), Error(Error::Code::ExceedsStackLimit));
    const Recursion recursion;
    return process_instruction(instruction);
}

XcmResultOf<Location> Machine::origin() const {
    ENSURE(context_.origin, Error(Error::Code::BadOrigin));
    return *context_.origin;
}

XcmResultOf<Location> Machine::origin_seen_from(const Location& target) const {
    Location seen = TRY(origin());
    ENSURE(seen.reanchor(target, config_.universal_location()), Error(Error::Code::ReanchorFailed));
    return seen;
}

}  // namespace serinus::xcm
