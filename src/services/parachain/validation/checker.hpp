/// Checks candidates: what their descriptors say, their execution, and what comes of it.
#pragma once

#include "services/parachain/leaves/relay_state.hpp"
#include "services/parachain/validation/checks.hpp"
#include "services/parachain/validation/executor.hpp"

namespace serinus::services::paras {

enum class Outcome : uint8_t {
    kValid,
    kInvalid,
    kUnknown,  ///< a failure of this node's
};

struct CheckResult {
    Outcome outcome = Outcome::kUnknown;
    parachain::CandidateCommitments commitments = {};  ///< of a valid one
    std::string reason = {};                           ///< why it is not valid, for the log
};

/// "valid, 35 ms", "invalid: …, 35 ms", "unknown: …", for people.
std::string verdict_text(const CheckResult& result, uint64_t ms);

/// Backing, approvals and disputes ask it.
class CandidateChecks {
  public:
    virtual ~CandidateChecks() = default;

    struct Candidate {
        parachain::CandidateReceipt receipt;
        parachain::PersistedValidationData data;
        parachain::PoV pov;
        pvf::Purpose purpose = pvf::Purpose::kBacking;
        /// The block at which the relay chain is asked: of backing the scheduling parent, else the one that has
        /// included the candidate.
        Hash256 at;
        SessionIndex session{};  ///< of the candidate's relay parent
    };
    using OnResult = std::move_only_function<void(CheckResult)>;
    /// Calls back once, later.
    virtual void check(Candidate candidate, OnResult on_result) = 0;
};

class CandidateChecker final : public CandidateChecks {
  public:
    /// Both outlive this.
    CandidateChecker(RelayStates& states, runtime_api::BlockCalls& calls, CandidateExecutor& executor)
        : states_(states), calls_(calls), executor_(executor) {}

    void check(Candidate candidate, OnResult on_result) override;

    struct Figures {
        uint64_t valid = 0, invalid = 0, unknown = 0;
    };
    const Figures& figures() const noexcept { return figures_; }

  private:
    OrCallError<std::shared_ptr<const pvf::SessionCode>> code_of(const Candidate& candidate);
    static pvf::Purpose purpose_of(const Candidate& candidate);
    CheckResult judge(const parachain::CandidateReceipt& receipt, pvf::Purpose purpose, const Hash256& at,
                      const pvf::Verdict& verdict);
    void finish(OnResult& on_result, CheckResult result);

    RelayStates& states_;
    runtime_api::BlockCalls& calls_;
    CandidateExecutor& executor_;
    Figures figures_;
};

}  // namespace serinus::services::paras
