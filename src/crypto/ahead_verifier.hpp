/// Signatures that will be asked for soon, verified before that, in batches and on several threads.
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "crypto/verdict_cache.hpp"

namespace serinus::crypto {

/// A question that is expected. Only rules that can be verified in batches: kSr25519, kEd25519.
struct ExpectedSignature {
    VerdictRule rule = VerdictRule::kSr25519;
    ByteArray<64> signature;
    ByteArray<32> public_key;
    Bytes message;
};

/// A list of expected questions on its way into a VerdictCache. Helpers take batches from the front of the list; who
/// needs an answer that is not there yet takes part instead of waiting. A wrong expectation costs time and nothing
/// else: what is kept is the verdict on what was expected. Any thread.
class AheadVerifier {
  public:
    /// Leaves out what the cache knows.
    AheadVerifier(std::shared_ptr<VerdictCache> cache, std::vector<ExpectedSignature> expected);

    size_t batch_count() const noexcept { return batches_.size(); }
    size_t size() const noexcept { return items_.size(); }

    /// Verifies batches until none is left or cancel() is called. For each helping thread.
    void help();
    void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }

    /// The verdict on an expected question, verified now if need be; nullopt: it is not expected.
    std::optional<bool> verdict(const VerdictCache::Key& key);
    /// How many of the expected questions were asked, by verdict().
    size_t asked() const noexcept { return asked_.load(std::memory_order_relaxed); }

  private:
    struct Item {
        ExpectedSignature question;
        VerdictCache::Key key;
        size_t batch = 0;
        bool verdict = false;  ///< counts when the batch is done
    };
    struct Batch {
        VerdictRule rule = VerdictRule::kSr25519;
        std::vector<size_t> items;
        std::atomic<bool> done = false;
    };
    struct HashOfKey {
        size_t operator()(const VerdictCache::Key& key) const noexcept { return key.high; }
    };

    /// The first batches are small, so that the first answers come soon; large ones cost less per signature.
    static constexpr size_t kFirstBatch = 8, kLargestBatch = 128;

    void split();
    /// False: all batches are taken.
    bool take_batch();
    void verify(Batch& batch);

    std::shared_ptr<VerdictCache> cache_;
    std::vector<Item> items_;
    std::deque<Batch> batches_;
    std::unordered_map<VerdictCache::Key, size_t, HashOfKey> index_;
    std::atomic<size_t> next_batch_ = 0;
    std::atomic<size_t> asked_ = 0;
    std::atomic<bool> cancelled_ = false;
};

}  // namespace serinus::crypto
