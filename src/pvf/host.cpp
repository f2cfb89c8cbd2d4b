#include "pvf/host.hpp"

#include <algorithm>

#include "hashing/hashing.hpp"
#include "wasm/engine.hpp"

namespace serinus::pvf {

void PreparationFailures::note(const Hash256& key, PrepareError error, uint64_t now_ms) {
    // Whoever fills it has brought as many codes onto the relay chain; what is forgotten is tried again.
    if (failed_.size() >= kMostRemembered && !failed_.contains(key)) failed_.erase(failed_.begin());
    Failure& failure = failed_[key];
    failure.error = std::move(error);
    failure.last_ms = now_ms;
    ++failure.count;
}

const PrepareError* PreparationFailures::standing(const Hash256& key, uint64_t now_ms) const {
    const auto found = failed_.find(key);
    if (found == failed_.end()) return nullptr;
    const Failure& failure = found->second;
    const bool may_try =
        !is_deterministic(failure.error.fault) && failure.count <= kRetries && now_ms >= failure.last_ms + kCooldownMs;
    return may_try ? nullptr : &failure.error;
}

Host::Host(Options options) : options_(std::move(options)), workers_(options_.workers) {
    version_ = wasm::make_engine()->precompiled_version();
}

CodeKey Host::key_of(const SessionCode& code) const {
    return {hashing::blake2b_256(code.code), preparation_hash(code.params), version_};
}

void Host::keep(const CodeKey& key, platform::MemoryFile file) {
    if (in_memory_.size() >= options_.max_in_memory && !in_memory_.contains(key.digest())) {
        in_memory_.erase(std::ranges::min_element(in_memory_, {}, [](const auto& one) { return one.second.used; }));
    }
    in_memory_.insert_or_assign(key.digest(), Kept{std::move(file), ++uses_});
}

Result<void, PrepareError> Host::prepare(const SessionCode& code, const CodeKey& key, bool is_precheck) {
    const ExecutorLimits limits = limits_of(code.params);
    auto made = workers_.prepare(code.code, code.bomb_limit, limits, is_precheck);
    if (!made) {
        failures_.note(key.digest(), made.error(), options_.now_ms());
        return Err(made.error());
    }
    failures_.forget(key.digest());
    if (options_.cache) {
        // A full disk costs the next start time, and nothing now.
        const auto bytes = made->file.read(made->file.size());
        if (bytes) (void)options_.cache->store(key, *bytes);
    }
    keep(key, std::move(made->file));
    return {};
}

Result<const platform::MemoryFile*, PrepareError> Host::prepared(const SessionCode& code, const CodeKey& key) {
    const Hash256 digest = key.digest();
    if (!in_memory_.contains(digest)) {
        auto file = options_.cache ? options_.cache->find(key) : std::nullopt;
        if (file) {
            keep(key, std::move(*file));
        } else {
            const PrepareError* standing = failures_.standing(digest, options_.now_ms());
            if (standing != nullptr) return Err(*standing);
            TRY(prepare(code, key, false));
        }
    }
    Kept& kept = in_memory_.at(digest);
    kept.used = ++uses_;
    return &kept.file;
}

Attempt Host::attempt(const SessionCode& code, const CodeKey& key, const CandidateInput& input, uint64_t timeout_ms) {
    const auto file = prepared(code, key);
    if (!file) {
        // Code that is on the chain was checked before: whatever is wrong with it now is no fault of the candidate.
        const PrepareError& error = file.error();
        return Doubt{Doubt::Kind::kOurs,
                     std::string(to_string(error.fault)) + (error.reason.empty() ? "" : ": " + error.reason)};
    }
    return workers_.execute(**file, input, limits_of(code.params), timeout_ms).attempt;
}

Verdict Host::validate(const SessionCode& code, const CandidateInput& input, Purpose purpose) {
    const CodeKey key = key_of(code);
    const ExecutorLimits limits = limits_of(code.params);
    const bool is_backing = execution_kind(purpose) == ExecutionKind::kBacking;
    const uint64_t timeout_ms = is_backing ? limits.backing_ms : limits.approval_ms;
    Retries retries(purpose, timeout_ms);
    const uint64_t begin_ms = options_.now_ms();
    Attempt last = attempt(code, key, input, timeout_ms);
    while (const auto next = retries.after(last, options_.now_ms() - begin_ms)) {
        if (next->delay_ms != 0) options_.wait_ms(next->delay_ms);
        if (next->prepare_again) {
            in_memory_.erase(key.digest());
            if (options_.cache) options_.cache->remove(key);
        }
        last = attempt(code, key, input, next->timeout_ms);
    }
    return Retries::verdict_of(last);
}

Result<void, PrepareError> Host::precheck(const SessionCode& code) { return prepare(code, key_of(code), true); }

}  // namespace serinus::pvf
