/// Pre-checking on a node: new code of parachains is prepared in the cage, and this validator's vote goes to the
/// runtime, which makes a transaction of it.
#pragma once

#include "executor/offchain.hpp"
#include "parachain/precheck/code_checks.hpp"
#include "services/parachain/part.hpp"
#include "services/parachain/validation/executor.hpp"

namespace serinus::services::paras {

/// What a call of the runtime may do beyond the state: transactions go to the pool of this node.
using MakeOffchain = std::function<std::unique_ptr<executor::OffchainServices>()>;

class Prechecks final : public Part {
  public:
    /// All outlive this. The lane is the one that calls this.
    struct Environment {
        const crypto::NodeKeys& keys;
        RelayStates& states;
        runtime_api::BlockCalls& calls;
        CandidateExecutor& executor;
        MakeOffchain make_offchain;
    };
    explicit Prechecks(Environment environment) : environment_(std::move(environment)) {}

    void on_leaf(const RelayState& leaf) override;
    void on_leaf_gone(const Hash256& leaf) override { checks_.on_leaf_gone(leaf); }

    struct Figures {
        uint64_t accepted = 0, refused = 0, untold = 0;  ///< codes
        uint64_t votes = 0;                              ///< that were submitted
    };
    const Figures& figures() const noexcept { return figures_; }

  private:
    using CodeHash = parachain::CodeChecks::CodeHash;

    void carry_out(parachain::CodeChecks::Effects& effects);
    void check(const parachain::CodeCheckEffect::Check& effect);
    void vote(const parachain::CodeCheckEffect::Vote& effect);
    void conclude(const CodeHash& code, bool is_accepted);

    Environment environment_;
    parachain::CodeChecks checks_;
    SessionIndex session_{};
    std::shared_ptr<const Session> facts_;  ///< of that session
    Figures figures_;
};

}  // namespace serinus::services::paras
