// Calls of the texts of clients: on the thread of the sockets, or in turns on others.
#include "rpc/call.hpp"
#include "rpc/jsonrpc.hpp"
#include "rpc/transport.hpp"

namespace serinus::rpc {
namespace {

/// Longer texts are parsed where heavy calls run.
constexpr size_t kLightTextBytes = 16 << 10;
/// So much is read and called on the thread of the sockets.
constexpr size_t kAtOnceTextBytes = 4 << 10;
/// Calls of one text that follow one another without a new turn.
constexpr uint64_t kTextTurnNs = 5'000'000;

}  // namespace

class TextRun : public std::enable_shared_from_this<TextRun> {
  public:
    TextRun(std::shared_ptr<Core> core, std::shared_ptr<Session> session, CallOptions options, std::string text,
            Charge charge)
        : core_(std::move(core)),
          session_(std::move(session)),
          options_(std::move(options)),
          text_(std::move(text)),
          charge_(std::move(charge)) {}
    ~TextRun() {
        charge_ = {};
        if (done_) done_(std::move(answer_));
    }
    TextRun(const TextRun&) = delete;
    TextRun& operator=(const TextRun&) = delete;

    /// On the thread of the sockets. nullopt: the rest runs elsewhere, or begins with finish().
    std::optional<Answer> run_at_once() {
        start_ns_ = core_->scheduler.now_ns();
        if (!may_be_at_once()) return std::nullopt;
        has_begun_ = true;
        if (run(std::nullopt) != Ran::kToItsEnd) return std::nullopt;
        return std::exchange(answer_, std::nullopt);
    }

    /// Once, while the caller keeps this: others may be running it.
    void finish(CallsDone done) {
        done_ = std::move(done);
        if (!has_begun_) post(text_.size() > kLightTextBytes ? Cost::kHeavy : Cost::kLight);
    }

  private:
    /// Whether it looks like a call that waits for nothing; whoever runs it looks again.
    bool may_be_at_once() const {
        const Registry& registry = *core_->registry;
        if (text_.size() > kAtOnceTextBytes || !registry.has_at_once()) return false;
        constexpr std::string_view kName = R"("method":")";
        const size_t at = text_.find(kName);
        if (at == text_.npos) return false;
        const auto name = std::string_view(text_).substr(at + kName.size());
        const auto* entry = registry.find(name.substr(0, name.find('"')));
        if (entry == nullptr) return false;
        return entry->options.is_at_once || (entry->options.is_usually_brief && may_be_brief());
    }

    bool may_be_brief() const { return core_->brief_calls.may_run(start_ns_); }

    void post(Cost cost) {
        if (cost == Cost::kHeavy) {
            (void)session_->post_repeatable([self = shared_from_this()](const std::stop_token& turn) {
                return self->run(Cost::kHeavy, turn) != Ran::kUntilAgain;
            });
            return;
        }
        (void)session_->post(cost, [self = shared_from_this(), cost] { (void)self->run(cost); });
    }

    enum class Ran : uint8_t {
        kToItsEnd,   ///< there is an answer, or will be none
        kElsewhere,  ///< another thread has it, or a call that waits
        kUntilAgain  ///< a call gave way, and this is to be called once more
    };
    /// `cost`: of the thread's work; nullopt: it is the thread of the sockets.
    Ran run(std::optional<Cost> cost, const std::stop_token& turn = {}) {
        if (session_->stop_token().stop_requested()) return Ran::kToItsEnd;
        if (!calls_) {
            // Calls that wait for their next turn stay in memory as they were read.
            const size_t bytes = parsed_bytes(text_);
            if (!charge_.take(core_->memory, MemoryOwner::kRequests, bytes, bytes <= kSmallRequestBytes)) {
                answer_ = Answer{.text = write_error("null", server_is_busy())};
                return Ran::kToItsEnd;
            }
            calls_.emplace(*core_->registry, std::move(options_), session_, text_);
            text_ = {};
        }
        const uint64_t start_ns = cost ? core_->scheduler.now_ns() : start_ns_;
        bool is_first = true;
        const Later later = [weak = weak_from_this()](RpcResult result) {
            if (const auto self = weak.lock()) self->on_result(std::move(result));
        };
        while (!calls_->is_done()) {
            const bool is_too_heavy =
                cost ? cost == Cost::kLight && calls_->cost() == Cost::kHeavy : !calls_->is_at_once(may_be_brief());
            const bool is_turn_over = !is_first && core_->scheduler.now_ns() - start_ns > kTextTurnNs;
            is_first = false;
            if (is_too_heavy || is_turn_over) {
                post(calls_->cost());
                return Ran::kElsewhere;
            }
            const CallRun::Step step = calls_->run_next(later, turn);
            if (!cost) core_->brief_calls.took(start_ns, core_->scheduler.now_ns());
            if (step == CallRun::Step::kAgain) return Ran::kUntilAgain;
            if (step == CallRun::Step::kDone) continue;
            // The connection keeps this, so that a call ends with it, whoever knows `later`.
            if (!session_->park(shared_from_this())) return Ran::kElsewhere;
            if (!is_expected_.exchange(true)) return Ran::kElsewhere;
            if (!session_->unpark(shared_from_this())) return Ran::kElsewhere;
            is_expected_ = false;
            calls_->finish(*std::exchange(result_, std::nullopt));
        }
        answer_ = calls_->take_answer();
        return Ran::kToItsEnd;
    }

    /// The result of the call that waits, or is about to.
    void on_result(RpcResult result) {
        result_ = std::move(result);
        // Whoever comes second of run() and this goes on.
        if (!is_expected_.exchange(true)) return;
        if (!session_->unpark(shared_from_this())) return;
        is_expected_ = false;
        calls_->finish(*std::exchange(result_, std::nullopt));
        if (!calls_->is_done()) return post(calls_->cost());
        answer_ = calls_->take_answer();
    }

    const std::shared_ptr<Core> core_;
    const std::shared_ptr<Session> session_;
    CallOptions options_;
    std::string text_;
    Charge charge_;
    std::optional<CallRun> calls_;
    std::optional<RpcResult> result_;        ///< of a call that waited
    std::atomic<bool> is_expected_ = false;  ///< run() or on_result() was there
    std::optional<Answer> answer_;
    // Of the thread of the sockets.
    bool has_begun_ = false;
    uint64_t start_ns_ = 0;
    CallsDone done_;  ///< called at the end of this, which is when no task knows it any more
};

BegunCalls begin_calls(const std::shared_ptr<Core>& core, const std::shared_ptr<Session>& session, CallOptions options,
                       std::string text, Charge charge) {
    BegunCalls out;
    out.rest = std::make_shared<TextRun>(core, session, std::move(options), std::move(text), std::move(charge));
    out.answer = out.rest->run_at_once();
    if (out.answer) out.rest = nullptr;  // and what it was charged for
    return out;
}

void finish_calls(const std::shared_ptr<TextRun>& rest, CallsDone done) { rest->finish(std::move(done)); }

void run_calls(const std::shared_ptr<Core>& core, const std::shared_ptr<Session>& session, CallOptions options,
               std::string text, Charge charge, CallsDone done) {
    auto begun = begin_calls(core, session, std::move(options), std::move(text), std::move(charge));
    if (begun.answer) return done(std::move(begun.answer));
    finish_calls(begun.rest, std::move(done));
}

}  // namespace serinus::rpc
