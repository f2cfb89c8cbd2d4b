/// Threads for the tests of this folder.
#pragma once

#include <atomic>
#include <thread>
#include <vector>

#include "trie/trie_test_store.hpp"
#include "trie/workers.hpp"

namespace serinus::trie::test {

/// New threads for each run.
class Threads final : public Workers {
  public:
    explicit Threads(size_t count) noexcept : count_(count) {}

    size_t count() const noexcept override { return count_; }
    void run(size_t tasks, const std::function<void(size_t, size_t)>& task) override {
        std::atomic<size_t> next = 0;
        std::vector<std::thread> threads;
        for (size_t worker = 0; worker < count_; ++worker) {
            threads.emplace_back([&, worker] {
                for (size_t i = next++; i < tasks; i = next++) task(worker, i);
            });
        }
        for (std::thread& thread : threads) thread.join();
    }

  private:
    size_t count_;
};

/// The nodes of a store, for one of several threads that read it.
class StoreReader final : public NodeSource {
  public:
    explicit StoreReader(const Store& store) noexcept : store_(&store) {}

    Result<BytesView, SourceError> node_at(const NibblePath& position, const Hash256&) override {
        return find(store_->nodes, position);
    }
    Result<BytesView, SourceError> value_at(const NibblePath& path, const Hash256&) override {
        return find(store_->values, path);
    }

  private:
    static Result<BytesView, SourceError> find(const std::map<NibblePath, Bytes>& from, const NibblePath& where) {
        const auto found = from.find(where);
        ENSURE(found != from.end(), SourceError::kMissing);
        return BytesView(found->second);
    }

    const Store* store_;
};

}  // namespace serinus::trie::test
