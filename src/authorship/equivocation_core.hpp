/// Which equivocations are reported, and the steps of a report, without I/O.
#pragma once

#include <deque>
#include <variant>
#include <vector>

#include "consensus/babe/equivocation.hpp"

namespace serinus::authorship {

/// Finds authors who sign two blocks in one slot, and reports one after the other: asks the runtime for the proof that
/// the key belonged to the offender, then lets it make the report. Not for several threads. Spec:
/// defn-producer-equivocation
class EquivocationCore {
  public:
    struct Limits {
        size_t waiting = 32;  ///< reports that wait for the one that is being made; more are dropped. Ours
        uint64_t slot_duration_ms = 6000;
    };

    /// A block whose seal was found good. Observed: polkadot 1.25.1: blocks of the initial synchronisation are not
    /// given, as their reports would come too late.
    struct BlockSeen {
        consensus::babe::Slot slot = 0;
        crypto::sr25519::PublicKey author = {};
        primitives::Header header = {};
    };
    /// Answers AskOwnership. nullopt: the runtime has no proof in that state, or could not be asked.
    struct OwnershipAnswered {
        std::optional<Bytes> proof;
    };
    /// Answers SubmitReport.
    struct ReportEnded {};
    using Input = std::variant<BlockSeen, OwnershipAnswered, ReportEnded>;

    using Proof = consensus::babe::EquivocationProof;
    struct Found {
        Proof proof;
    };
    /// Call BabeApi_generate_key_ownership_proof. The state of the second of the two blocks is asked first: its session
    /// is the one of the offence. The reference asks the parent's, as it looks at blocks before they are executed; the
    /// first block of a session is then not reported, as the proof is of the session before.
    struct AskOwnership {
        Proof proof;
        std::optional<Hash256> at;  ///< nullopt: the best block
    };
    /// Call BabeApi_submit_report_equivocation_unsigned_extrinsic at the best block.
    struct SubmitReport {
        Proof proof;
        Bytes ownership;
    };
    /// The offender is in no set of authorities that the runtime knows.
    struct GiveUp {
        Proof proof;
    };
    /// Too many reports wait.
    struct Drop {
        Proof proof;
    };
    using Effect = std::variant<Found, AskOwnership, SubmitReport, GiveUp, Drop>;
    using Effects = std::vector<Effect>;

    explicit EquivocationCore(Limits limits) : limits_(limits) {}

    /// `unix_now_ms`: since 1970; the clock by which slots run.
    void handle(Input input, uint64_t unix_now_ms, Effects& effects);

    uint64_t found() const noexcept { return found_; }

  private:
    enum class Step : uint8_t { kIdle, kAskBlock, kAskBest, kSubmit };

    void on_block(const BlockSeen& block, uint64_t unix_now_ms, Effects& effects);
    void on_ownership(std::optional<Bytes> ownership, Effects& effects);
    void begin_next(Effects& effects);

    Limits limits_;
    consensus::babe::EquivocationDetector detector_;
    std::deque<Proof> waiting_;  ///< the first one is being reported unless `step_` is kIdle
    Step step_ = Step::kIdle;
    uint64_t found_ = 0;
};

}  // namespace serinus::authorship
