#include "crypto/ahead_verifier.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/sr25519.hpp"

namespace serinus::crypto {
namespace {

bool verify_alone(const ExpectedSignature& one) noexcept {
    if (one.rule == VerdictRule::kEd25519) {
        return ed25519::verify(ed25519::Signature{one.signature}, one.message, ed25519::PublicKey{one.public_key});
    }
    return sr25519::verify(sr25519::Signature{one.signature}, one.message, sr25519::PublicKey{one.public_key});
}

template <class Item>
Item batch_item(const ExpectedSignature& one) {
    return {{one.signature}, one.message, {one.public_key}};
}

}  // namespace

AheadVerifier::AheadVerifier(std::shared_ptr<VerdictCache> cache, std::vector<ExpectedSignature> expected)
    : cache_(std::move(cache)) {
    items_.reserve(expected.size());
    for (ExpectedSignature& one : expected) {
        SERINUS_ASSERT(one.rule == VerdictRule::kSr25519 || one.rule == VerdictRule::kEd25519);
        const auto key = cache_->key_of(one.rule, one.signature, one.message, one.public_key);
        if (cache_->contains(key) || !index_.emplace(key, items_.size()).second) continue;
        items_.push_back({std::move(one), key});
    }
    split();
}

void AheadVerifier::split() {
    struct Open {
        size_t batch = 0, room = 0;
    };
    std::array<Open, 2> open_batches;
    size_t size = kFirstBatch;
    for (size_t i = 0; i < items_.size(); ++i) {
        const VerdictRule rule = items_[i].question.rule;
        Open& open = open_batches[rule == VerdictRule::kEd25519 ? 1 : 0];
        if (open.room == 0) {
            open = {.batch = batches_.size(), .room = size};
            size = std::min(2 * size, kLargestBatch);
            batches_.emplace_back().rule = rule;
        }
        --open.room;
        batches_[open.batch].items.push_back(i);
        items_[i].batch = open.batch;
    }
}

void AheadVerifier::help() {
    while (!cancelled_.load(std::memory_order_relaxed) && take_batch()) {
    }
}

bool AheadVerifier::take_batch() {
    const size_t number = next_batch_.fetch_add(1, std::memory_order_relaxed);
    if (number >= batches_.size()) return false;
    verify(batches_[number]);
    return true;
}

void AheadVerifier::verify(Batch& batch) {
    const ByteArray<32> randomness = cache_->next_seed();
    const auto all_are_right = [&]<class Item>(std::vector<Item> list, auto verify_batch) {
        list.reserve(batch.items.size());
        for (const size_t i : batch.items) list.push_back(batch_item<Item>(items_[i].question));
        return verify_batch(list, randomness);
    };
    const bool all = batch.rule == VerdictRule::kEd25519
                         ? all_are_right(std::vector<ed25519::BatchItem>(),
                                         [](auto& list, auto& random) { return ed25519::verify_batch(list, random); })
                         : all_are_right(std::vector<sr25519::BatchItem>(),
                                         [](auto& list, auto& random) { return sr25519::verify_batch(list, random); });
    for (const size_t i : batch.items) {
        Item& item = items_[i];
        item.verdict = all || verify_alone(item.question);
        cache_->put(item.key, item.verdict);
    }
    batch.done.store(true, std::memory_order_release);
}

std::optional<bool> AheadVerifier::verdict(const VerdictCache::Key& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return std::nullopt;
    asked_.fetch_add(1, std::memory_order_relaxed);
    cache_->count_ahead();
    const Item& item = items_[found->second];
    const Batch& batch = batches_[item.batch];
    // Another thread has the batch, or nobody yet: the batches that are left must be verified by somebody.
    while (!batch.done.load(std::memory_order_acquire)) {
        if (!take_batch()) return verify_alone(item.question);
    }
    return item.verdict;
}

}  // namespace serinus::crypto
