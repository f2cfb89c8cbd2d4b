/// Recovers data of candidates from other validators, one recovery for each candidate and session: who disputes a
/// candidate under another session than its own must not have its data looked for there in the name of all who want it.
/// The reference has one for each candidate.
#pragma once

#include "parachain/availability/recovery.hpp"
#include "services/parachain/availability/store.hpp"
#include "services/parachain/part.hpp"

namespace serinus::services::paras {

class Recoveries {
  public:
    /// All outlive this. The lane is the one that calls this; what takes long runs on `jobs`.
    struct Environment {
        platform::Scheduler& scheduler;
        platform::Lane& lane;
        platform::Lane& jobs;
        const AuthorityPeers& authorities;
        RequestOutlet& outlets;
        AvailabilityStore* store = nullptr;   ///< nullptr: the node is no validator, and keeps nothing
        bool compares_pov_hash_only = false;  ///< RecoveryOptions::compares_pov_hash_only
    };
    explicit Recoveries(const Environment& environment) : environment_(environment) {}

    struct Wanted {
        parachain::CandidateReceipt receipt;
        std::shared_ptr<const Session> session;
        std::vector<ValidatorIndex> backers;
        std::optional<CoreIndex> core;  ///< on which it was; nullopt: its chunks are not taken in their order
    };
    struct Result {
        std::optional<parachain::AvailableData> data;
        bool is_invalid = false;  ///< without data: what was recovered is not what the erasure root says
    };
    using OnResult = std::move_only_function<void(Result)>;
    /// Calls back once, later. What the own store has is taken from there.
    void recover(const Wanted& wanted, OnResult on_result);

    struct Figures {
        uint64_t recovered = 0, invalid = 0, unavailable = 0;
        size_t running = 0;
    };
    Figures figures() const;

  private:
    struct Running {
        Wanted wanted;
        parachain::RecoveryOptions options;
        std::unique_ptr<parachain::Recovery> core;
        std::vector<OnResult> on_result;
        std::optional<uint64_t> planned_wake;
    };
    using Effects = parachain::Recovery::Effects;
    using Id = std::pair<SessionIndex, CandidateHash>;

    Running* find(const Id& id);
    void carry_out(const Id& id, Effects& effects);
    void request_data(const Id& id, ValidatorIndex target);
    /// `data` is decoded on `jobs`: up to 10 MiB.
    void on_data(const Id& id, ValidatorIndex target, std::optional<parachain::AvailableData> data);
    void request_chunk(const Id& id, ValidatorIndex target, ValidatorIndex chunk_of);
    void ask(const Running& running, ValidatorIndex target, RequestKind kind, Bytes content,
             std::optional<RequestKind> fallback, Outlets::OnAnswer on_answer);
    /// Runs a task on a worker; its result goes to Recovery::on_checked.
    using Job = std::move_only_function<std::optional<parachain::AvailableData>()>;
    void run(const Id& id, Job job);
    void plan_wake(const Id& id, Running& running);
    void finish(const Id& id, Result result);

    Environment environment_;
    std::map<Id, Running> running_;
    Figures figures_;
};

}  // namespace serinus::services::paras
