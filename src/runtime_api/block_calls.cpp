#include "runtime_api/block_calls.hpp"

#include "hashing/hashing.hpp"

namespace serinus::runtime_api {
namespace {

constexpr size_t kWholeArguments = 64;  ///< bytes that stand in a key as they are; the hash of more does

}  // namespace

OrCallError<void> BlockCalls::check(const Hash256& block, std::string_view name, const Versions& versions) {
    if (versions.are_all()) return {};
    TRY_ASSIGN(const auto version, executor_->find_api(block, api_of(name)));
    if (version && versions.contains(*version)) return {};
    return Err(no_such_call(name, versions, version));
}

/// Unambiguous: no scope is as long as one of another kind, and names have no zero byte.
std::string BlockCalls::key_of(BytesView scope, std::string_view name, BytesView arguments) {
    const bool is_hashed = arguments.size() > kWholeArguments;
    const Bytes hashed = is_hashed ? to_bytes(hashing::blake2b_256(arguments).bytes) : Bytes();
    const BytesView shown = is_hashed ? BytesView(hashed) : arguments;
    std::string key;
    key.reserve(scope.size() + name.size() + shown.size() + 3);
    key += static_cast<char>(scope.size());
    key += as_text(scope);
    key += name;
    key += '\0';
    key += is_hashed ? '\1' : '\0';
    key += as_text(shown);
    return key;
}

OrCallError<AnswerCache::Answer> BlockCalls::find_or_execute(BytesView scope, const Hash256& block,
                                                             std::string_view name, const Versions& versions,
                                                             BytesView arguments, const AnswerCache::IsKept& is_kept) {
    const auto ask = [&]() -> OrCallError<Bytes> {
        TRY(check(block, name, versions));
        return executor_->execute(block, name, arguments, {});
    };
    return cache_.find_or_ask(key_of(scope, name, arguments), ask, is_kept);
}

}  // namespace serinus::runtime_api
