#include "services/parachain/validation/executor.hpp"

#include "platform/log.hpp"

namespace serinus::services::paras {
namespace {

constexpr const char* kExecutorLog = "parachain::pvf";

/// How long new orders may wait for the end of a job.
constexpr uint64_t kStepMs = 10;

}  // namespace

CagedExecutor::CagedExecutor(platform::Scheduler& scheduler, platform::Lane& lane, std::vector<std::string> command,
                             std::string folder)
    : scheduler_(scheduler), lane_(lane), command_(std::move(command)), folder_(std::move(folder)) {
    thread_ = scheduler_.start_thread("pvf", [this](const std::stop_token& stop) { run(stop); });
}

void CagedExecutor::stop() { thread_.reset(); }

void CagedExecutor::order(Order one) {
    {
        const std::lock_guard lock(mutex_);
        orders_.push_back(std::move(one));
    }
    changed_.notify_one();
}

void CagedExecutor::execute(pvf::Host::Request request, OnVerdict on_verdict) {
    order(CandidateOrder{std::move(request), std::move(on_verdict)});
}

void CagedExecutor::precheck(std::shared_ptr<const pvf::SessionCode> code, OnPrecheck on_result) {
    order(CodeOrder{std::move(code), std::move(on_result)});
}

void CagedExecutor::update_leaves(std::vector<Hash256> blocks) {
    const std::lock_guard lock(mutex_);
    blocks_ = std::move(blocks);
}

CandidateExecutor::Times CagedExecutor::times() const {
    const std::lock_guard lock(mutex_);
    return times_;
}

pvf::Host CagedExecutor::make_host() const {
    pvf::HostOptions options{
        .workers = {.command = command_},
        .now_ms = [this] { return scheduler_.now_ms(); },
        .wait_ms =
            [this](uint64_t ms) {
                (void)scheduler_.sleep_until_unix_ms(scheduler_.unix_now_ms() + ms, scheduler_.stop_token());
            },
    };
    if (!folder_.empty()) {
        auto cache = pvf::CodeCache::open(folder_);
        if (cache) {
            options.cache = *std::move(cache);
        } else {
            log::warn(kExecutorLog, "Prepared code is not kept on the disk: " + cache.error());
        }
    }
    return pvf::Host(std::move(options));
}

bool CagedExecutor::wait_for_orders(std::vector<Order>& orders, std::optional<std::vector<Hash256>>& blocks,
                                    bool is_busy, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    if (!is_busy && !changed_.wait(lock, stop, [this] { return !orders_.empty(); })) return false;
    orders = std::exchange(orders_, {});
    blocks = std::exchange(blocks_, std::nullopt);
    return !stop.stop_requested();
}

void CagedExecutor::submit(pvf::Host& host, Order one, Waiting& waiting) {
    if (auto* candidate = std::get_if<CandidateOrder>(&one)) {
        waiting.emplace(host.submit(std::move(candidate->request)), std::move(candidate->on_verdict));
    } else {
        auto& code = std::get<CodeOrder>(one);
        waiting.emplace(host.submit_precheck(std::move(code.code)), std::move(code.on_result));
    }
}

void CagedExecutor::finish(pvf::Host::Finished finished, std::variant<OnVerdict, OnPrecheck> listener) {
    if (auto* on_result = std::get_if<OnPrecheck>(&listener)) {
        Precheck result{.is_accepted = false, .reason = "it could not be prepared"};
        if (finished.precheck && *finished.precheck) result = {.is_accepted = true};
        if (finished.precheck && !*finished.precheck) result.reason = finished.precheck->error().reason;
        (void)lane_.post_always([on_result = std::move(*on_result), result]() mutable { on_result(result); });
        return;
    }
    pvf::Verdict verdict = finished.verdict ? *std::move(finished.verdict) : pvf::Ours{"nobody needed it any more"};
    (void)lane_.post_always([on_verdict = std::move(std::get<OnVerdict>(listener)),
                             verdict = std::move(verdict)]() mutable { on_verdict(std::move(verdict)); });
}

void CagedExecutor::run(const std::stop_token& stop) {
    pvf::Host host = make_host();
    Waiting waiting;
    std::vector<Order> orders;
    std::optional<std::vector<Hash256>> blocks;
    while (wait_for_orders(orders, blocks, host.unfinished() > 0, stop)) {
        for (Order& one : orders) submit(host, std::move(one), waiting);
        orders.clear();
        if (blocks) host.update_leaves(*blocks);
        for (pvf::Host::Finished& finished : host.step(kStepMs)) {
            auto found = waiting.extract(finished.id);
            if (!found.empty()) finish(std::move(finished), std::move(found.mapped()));
        }
        const std::lock_guard lock(mutex_);
        times_ = host.times();
    }
}

}  // namespace serinus::services::paras
