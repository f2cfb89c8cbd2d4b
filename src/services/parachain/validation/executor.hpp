/// Executes candidates: by workers in their cage, on a thread that waits for them.
#pragma once

#include <condition_variable>
#include <mutex>

#include "platform/scheduler.hpp"
#include "pvf/host.hpp"

namespace serinus::services::paras {

/// Whether validators take new code.
struct Precheck {
    std::optional<bool> is_accepted;  ///< nullopt: this node cannot tell
    std::string reason = {};          ///< unless it is accepted
};

/// One thread calls it, and is called back there.
class CandidateExecutor {
  public:
    virtual ~CandidateExecutor() = default;
    /// Called once, later; with pvf::Ours for a candidate that no leaf allows any more.
    using OnVerdict = std::move_only_function<void(pvf::Verdict)>;
    virtual void execute(pvf::Host::Request request, OnVerdict on_verdict) = 0;
    /// Active leaves and their allowed ancestors: other candidates need not be backed any more.
    virtual void update_leaves(std::vector<Hash256> blocks) = 0;
    /// Prepares new code with the strict limits of pre-checking. Called once, later.
    using OnPrecheck = std::move_only_function<void(const Precheck&)>;
    virtual void precheck(std::shared_ptr<const pvf::SessionCode> code, OnPrecheck on_result) = 0;
    /// How long candidates waited for a worker, and how long workers took.
    using Times = pvf::Host::Times;
    virtual Times times() const { return {}; }
};

class CagedExecutor final : public CandidateExecutor {
  public:
    /// `command` becomes a worker; `folder`: of prepared code, empty: it is kept in memory. Verdicts come on the lane.
    /// Both outlive this.
    CagedExecutor(platform::Scheduler& scheduler, platform::Lane& lane, std::vector<std::string> command,
                  std::string folder);
    ~CagedExecutor() override { stop(); }

    void execute(pvf::Host::Request request, OnVerdict on_verdict) override;
    void update_leaves(std::vector<Hash256> blocks) override;
    void precheck(std::shared_ptr<const pvf::SessionCode> code, OnPrecheck on_result) override;
    Times times() const override;
    /// Ends what runs; nobody is called back any more.
    void stop();

  private:
    struct CandidateOrder {
        pvf::Host::Request request;
        OnVerdict on_verdict;
    };
    struct CodeOrder {
        std::shared_ptr<const pvf::SessionCode> code;
        OnPrecheck on_result;
    };
    using Order = std::variant<CandidateOrder, CodeOrder>;
    using Waiting = std::map<uint64_t, std::variant<OnVerdict, OnPrecheck>>;
    void order(Order one);
    static void submit(pvf::Host& host, Order one, Waiting& waiting);
    void finish(pvf::Host::Finished finished, std::variant<OnVerdict, OnPrecheck> listener);
    pvf::Host make_host() const;
    void run(const std::stop_token& stop);
    bool wait_for_orders(std::vector<Order>& orders, std::optional<std::vector<Hash256>>& blocks, bool is_busy,
                         const std::stop_token& stop);

    platform::Scheduler& scheduler_;
    platform::Lane& lane_;
    const std::vector<std::string> command_;
    const std::string folder_;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::vector<Order> orders_;
    std::optional<std::vector<Hash256>> blocks_;
    Times times_;
    std::unique_ptr<platform::ServiceThread> thread_;
};

}  // namespace serinus::services::paras
