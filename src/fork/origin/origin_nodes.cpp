#include "fork/origin/origin_nodes.hpp"

#include "base/hex.hpp"
#include "platform/log.hpp"

namespace serinus::fork {

OriginNodes::OriginNodes(std::vector<std::shared_ptr<OriginNode>> nodes, NowMs now_ms, int attempts)
    : now_ms_(std::move(now_ms)), attempts_(attempts) {
    SERINUS_ASSERT(!nodes.empty());
    for (auto& node : nodes) members_.push_back({.node = std::move(node)});
}

Result<std::string, std::string> OriginNodes::fault_of(OriginNode& node, const Expected& expected) const {
    TRY_ASSIGN(const Hash256 genesis, node.genesis_hash());
    if (genesis != expected.genesis_hash) {
        return node.name() + " is a node of another chain: its genesis is " + to_hex_prefixed(genesis.bytes) +
               ", that of " + expected.name + " " + to_hex_prefixed(expected.genesis_hash.bytes);
    }
    TRY_ASSIGN(const auto hash, node.hash_at(expected.number));
    if (!hash) {
        return Err(node.name() + ": it does not have the block #" + std::to_string(expected.number));
    }
    if (*hash != expected.hash) {
        return node.name() + " has another block #" + std::to_string(expected.number) + ", " +
               to_hex_prefixed(hash->bytes) + ", than the one that the fork begins with, " +
               to_hex_prefixed(expected.hash.bytes) +
               ": one of the two is not of the chain; choose a block that is final with --at";
    }
    return std::string();
}

Result<void, std::string> OriginNodes::expect(const ChainFacts& facts) {
    const Expected expected{facts.genesis_hash, facts.hash, facts.header.number.value, facts.name};
    for (Member& member : members_) {
        member.node->set_attempts(1);
        const auto fault = fault_of(*member.node, expected);
        if (!fault) {
            log::warn("fork", fault.error() + "; the other endpoints are asked meanwhile");
            note_failure(static_cast<size_t>(&member - members_.data()), {});
            continue;
        }
        if (!fault->empty()) return Err("--endpoint " + *fault);
        member.standing = Standing::kGood;
        member.connections = member.node->connections();
    }
    const std::lock_guard lock(mutex_);
    expected_ = expected;
    return {};
}

void OriginNodes::expect_of_single(const ChainFacts& facts, bool was_asked) {
    const std::lock_guard lock(mutex_);
    expected_ = Expected{facts.genesis_hash, facts.hash, facts.header.number.value, facts.name};
    if (!was_asked) return;
    Member& member = members_.front();
    member.standing = Standing::kGood;
    member.connections = member.node->connections();
}

bool OriginNodes::is_checked(size_t index) {
    const std::lock_guard lock(mutex_);
    const Member& member = members_[index];
    return !expected_ || (member.standing == Standing::kGood && member.connections == member.node->connections());
}

Result<void, std::string> OriginNodes::check(size_t index) {
    if (is_checked(index)) return {};
    std::optional<Expected> expected;
    {
        const std::lock_guard lock(mutex_);
        if (members_[index].standing == Standing::kWrong) return Err(members_[index].fault);
        expected = expected_;
    }
    OriginNode& node = *members_[index].node;
    TRY(node.genesis_hash());  // makes a connection if there is none
    const uint64_t connections = node.connections();
    TRY_ASSIGN(const std::string fault, fault_of(node, *expected));
    const std::lock_guard lock(mutex_);
    Member& member = members_[index];
    const bool is_told = member.fault == fault;
    member.connections = connections;
    member.standing = fault.empty() ? Standing::kGood : members_.size() > 1 ? Standing::kWrong : Standing::kUnknown;
    member.fault = fault;
    if (fault.empty()) return {};
    if (members_.size() > 1) {
        log::error("fork", fault + "; it is not asked any more");
    } else if (!is_told) {
        log::error("fork", fault + "; nothing is believed of it until it is the one that it was");
    }
    return Err(fault);
}

bool OriginNodes::is_at_fault(size_t index) {
    const std::lock_guard lock(mutex_);
    return !members_[index].fault.empty();
}

bool OriginNodes::rests(size_t index) {
    const std::lock_guard lock(mutex_);
    return now_ms_() < members_[index].rests_until_ms;
}

void OriginNodes::note_answer(size_t index) {
    const std::lock_guard lock(mutex_);
    Member& member = members_[index];
    member.rest_ms = member.rests_until_ms = 0;
    if (last_ != index) log::info("fork", "⚙️  " + member.node->name() + " is asked from here on");
    last_ = index;
}

void OriginNodes::note_failure(size_t index, const std::string& reason) {
    const std::lock_guard lock(mutex_);
    Member& member = members_[index];
    member.rest_ms = std::min(std::max(kFirstRestMs, 2 * member.rest_ms), kMaxRestMs);
    member.rests_until_ms = now_ms_() + member.rest_ms;
    if (!reason.empty() && members_.size() > 1) {
        log::info("fork", reason + "; asking the next endpoint, and this one again in " +
                              std::to_string(member.rest_ms / 1000) + " s");
    }
}

template <class T>
Result<T, std::string> OriginNodes::ask(const std::function<Result<T, std::string>(OriginNode&)>& call) {
    std::string reasons;
    const auto ask_one = [&](size_t index, int attempts) -> std::optional<T> {
        OriginNode& node = *members_[index].node;
        node.set_attempts(attempts);
        // One of several is looked at before. A single one that is away now is asked with all patience at first.
        auto checked = members_.size() > 1 ? check(index) : Result<void, std::string>();
        auto answer = checked ? call(node) : Result<T, std::string>(Err(std::move(checked.error())));
        // The answer, or the refusal, is of whom the connection leads to now.
        if (checked && !is_checked(index)) {
            checked = check(index);
            if (!checked && (answer || is_at_fault(index))) answer = Err(std::move(checked.error()));
        }
        if (answer) {
            note_answer(index);
            return *std::move(answer);
        }
        note_failure(index, answer.error());
        reasons += (reasons.empty() ? "" : "; ") + answer.error();
        return std::nullopt;
    };
    const size_t count = members_.size();
    if (count > 1) {
        for (size_t i = 0; i < count; ++i) {
            if (rests(i)) continue;
            if (auto answer = ask_one(i, kQuickAttempts)) return *std::move(answer);
        }
    }
    // Nobody is well.
    reasons.clear();
    for (size_t i = 0; i < count; ++i) {
        if (auto answer = ask_one(i, attempts_)) return *std::move(answer);
    }
    return Err(reasons);
}

Result<ChainFacts, std::string> OriginNodes::facts(const std::string& at) {
    return ask<ChainFacts>([&](OriginNode& node) { return node.facts(at); });
}

Result<Hash256, std::string> OriginNodes::genesis_hash() {
    return ask<Hash256>([](OriginNode& node) { return node.genesis_hash(); });
}

Result<std::vector<std::optional<Bytes>>, std::string> OriginNodes::values(const Hash256& block, state::Area area,
                                                                           std::span<const Bytes> keys) {
    return ask<std::vector<std::optional<Bytes>>>([&](OriginNode& node) { return node.values(block, area, keys); });
}

Result<std::vector<Bytes>, std::string> OriginNodes::keys_after(const Hash256& block, state::Area area, BytesView key) {
    return ask<std::vector<Bytes>>([&](OriginNode& node) { return node.keys_after(block, area, key); });
}

Result<std::optional<primitives::Header>, std::string> OriginNodes::header(const Hash256& block) {
    return ask<std::optional<primitives::Header>>([&](OriginNode& node) { return node.header(block); });
}

Result<std::optional<primitives::Body>, std::string> OriginNodes::body(const Hash256& block) {
    return ask<std::optional<primitives::Body>>([&](OriginNode& node) { return node.body(block); });
}

Result<std::vector<std::optional<Hash256>>, std::string> OriginNodes::hashes(
    std::span<const primitives::BlockNumber> numbers) {
    return ask<std::vector<std::optional<Hash256>>>([&](OriginNode& node) { return node.hashes(numbers); });
}

Result<std::optional<Hash256>, std::string> OriginNodes::value_hash(const Hash256& block, BytesView key) {
    return ask<std::optional<Hash256>>([&](OriginNode& node) { return node.value_hash(block, key); });
}

}  // namespace serinus::fork
