/// Reports on validators that have lost disputes of past sessions, on a node (parachain/disputes/slashing_reports.hpp).
#pragma once

#include "parachain/disputes/slashing_reports.hpp"
#include "services/parachain/disputes/disputes.hpp"
#include "services/parachain/precheck/prechecks.hpp"

namespace serinus::services::paras {

class Slashing final : public Part {
  public:
    /// All outlive this. The lane is the one that calls this.
    struct Environment {
        RelayStates& states;
        runtime_api::BlockCalls& calls;
        const Disputes& disputes;
        MakeOffchain make_offchain;
    };
    explicit Slashing(Environment environment) : environment_(std::move(environment)) {}

    void on_leaf(const RelayState& leaf) override;

    struct Figures {
        uint64_t reported = 0, unproven = 0, refused = 0;
    };
    const Figures& figures() const noexcept { return figures_; }

  private:
    std::optional<Bytes> ownership(const parachain::SlashingReportEffect::AskOwnership& question) const;
    bool submit(const parachain::SlashingReportEffect::Submit& report);

    Environment environment_;
    parachain::SlashingReports reports_;
    Figures figures_;
};

}  // namespace serinus::services::paras
