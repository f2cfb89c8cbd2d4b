/// Calls on the states after blocks.
#pragma once

#include "primitives/header.hpp"
#include "runtime_api/answer_cache.hpp"

namespace serinus::runtime_api {

/// Executes calls on the states after blocks. Any thread. `chain::Client` is one.
class BlockExecutor {
  public:
    virtual ~BlockExecutor() = default;
    /// What the call changes is thrown away.
    virtual OrCallError<Bytes> execute(const Hash256& block, std::string_view name, BytesView arguments,
                                       const executor::CallContext& context) = 0;
    /// nullopt: the runtime of that state lacks the API.
    virtual OrCallError<std::optional<uint32_t>> find_api(const Hash256& block, std::string_view api) = 0;
};

/// Typed calls on the states after blocks. Any thread.
///
/// Errors of all calls: kNoSuchMethod if the runtime lacks the API, or has a version of it without the call; kBadResult
/// if the answer is not of the declared type; and those of BlockExecutor::execute.
class BlockCalls {
  public:
    /// `executor` must outlive this.
    explicit BlockCalls(BlockExecutor& executor, AnswerCache::Limits limits = {})
        : executor_(&executor), cache_(limits) {}

    /// The version of the API that has `call`; nullopt: the runtime lacks it.
    template <class Signature>
    OrCallError<std::optional<uint32_t>> find_api(const Hash256& block, const Call<Signature>& call) {
        return executor_->find_api(block, call.api());
    }

    /// Executes a call.
    template <class Value, class... Arguments>
    OrCallError<Value> execute(const Hash256& block, const Call<Value(Arguments...)>& call,
                               const executor::CallContext& context,
                               const std::type_identity_t<Arguments>&... arguments) {
        return execute_encoded(block, call, context, call.encode(arguments...));
    }

    /// The same with arguments as `call` encodes them. An answer that stays encoded is not copied.
    template <class Value, class... Arguments>
    OrCallError<Value> execute_encoded(const Hash256& block, const Call<Value(Arguments...)>& call,
                                       const executor::CallContext& context, BytesView arguments) {
        TRY(check(block, call.name, call.versions));
        auto answer = executor_->execute(block, call.name, arguments, context);
        if (!answer) return Err(std::move(answer).error());
        if constexpr (std::is_same_v<Value, Encoded>) {
            return Encoded{*std::move(answer)};
        } else {
            return call.decode(*answer);
        }
    }

    /// The answer on a block, executed or kept, as `call` declares for what its answers hold. Not for calls that are
    /// answered for a session: in_session().
    template <class Value, class... Arguments>
    OrCallError<Value> ask(const Hash256& block, const Call<Value(Arguments...)>& call,
                           const std::type_identity_t<Arguments>&... arguments) {
        SERINUS_ASSERT(call.reuse != Reuse::kInSession);
        if (call.reuse == Reuse::kNever) return execute(block, call, {}, arguments...);
        const Bytes encoded = call.encode(arguments...);
        return find_or_execute(call.reuse == Reuse::kAtBlock ? BytesView(block.bytes) : BytesView(), block, call,
                               encoded);
    }

    /// The answer for a session, which `block` must be in: ParachainHost's session_index_for_child says so.
    template <class Value, class... Arguments>
    OrCallError<Value> in_session(uint32_t session, const Hash256& block, const Call<Value(Arguments...)>& call,
                                  const std::type_identity_t<Arguments>&... arguments) {
        SERINUS_ASSERT(call.reuse == Reuse::kInSession);
        return find_or_execute(scale::encode(session), block, call, call.encode(arguments...));
    }

    AnswerCache& cache() noexcept { return cache_; }

  private:
    OrCallError<void> check(const Hash256& block, std::string_view name, const Versions& versions);
    static std::string key_of(BytesView scope, std::string_view name, BytesView arguments);
    OrCallError<AnswerCache::Answer> find_or_execute(BytesView scope, const Hash256& block, std::string_view name,
                                                     const Versions& versions, BytesView arguments,
                                                     const AnswerCache::IsKept& is_kept);

    template <class Value, class... Arguments>
    OrCallError<Value> find_or_execute(BytesView scope, const Hash256& block, const Call<Value(Arguments...)>& call,
                                       BytesView arguments) {
        // Nothing is known of a session or a hash on one block may be known on another.
        const bool keeps_none = call.reuse == Reuse::kAtBlock;
        const auto is_kept = [&](BytesView answer) {
            const auto value = scale::decode<Value>(answer);
            if (!value) return false;
            if constexpr (requires { value->has_value(); }) return keeps_none || value->has_value();
            return true;
        };
        TRY_ASSIGN(const auto answer, find_or_execute(scope, block, call.name, call.versions, arguments, is_kept));
        return call.decode(*answer);
    }

    BlockExecutor* executor_;
    AnswerCache cache_;
};

}  // namespace serinus::runtime_api
