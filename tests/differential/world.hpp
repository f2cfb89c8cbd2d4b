/// A state and its runtime: calls change it, and can be taken back.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "crypto/node_keys.hpp"
#include "executor/executor.hpp"
#include "executor/offchain_storage.hpp"
#include "platform/virtual_scheduler.hpp"
#include "state/memory_backend.hpp"
#include "state/overlay.hpp"

namespace serinus::differential {

using Entries = std::map<Bytes, Bytes>;

/// Processor time of all threads of this process.
double cpu_seconds();

/// The value of a key before it was written.
struct Write {
    Bytes child;  ///< empty: the top trie
    Bytes key;
    std::optional<Bytes> before;
};

/// The offchain database of one world, which can be read as a whole.
class LocalEntries final : public executor::LocalStorage {
  public:
    Result<std::optional<Bytes>, Error> get(BytesView key) override;
    Result<void, Error> set(BytesView key, BytesView value) override;
    Result<void, Error> remove(BytesView key) override;
    Result<bool, Error> compare_and_set(BytesView key, std::optional<BytesView> old_value,
                                        BytesView new_value) override;

    Entries entries;
};

/// All entries in memory, with a journal of writes: going back costs as much as going there did. Roots are computed
/// from what changed since the last one.
class World final : public state::Backend {
  public:
    explicit World(executor::Executor& executor) : executor_(executor) {}

    /// A state that has nothing but the code, which then builds the rest by GenesisBuilder_build_state.
    Result<void, std::string> load(const Bytes& code);

    struct Answer {
        Bytes result;
        state::StateChanges changes;
        state::OffchainIndex offchain;  ///< data the call keeps for the node outside of the state
    };
    /// One call with the runtime of the last `refresh`. The state stays as it is. `reads_index`: it may read what
    /// blocks have indexed, as a call by RPC may.
    Result<Answer, executor::CallError> call(const std::string& method, BytesView arguments, bool reads_index = false);
    /// The same on the state of a mark, which must be one; all marks stay.
    Result<Answer, executor::CallError> call_at(size_t mark, const std::string& method, BytesView arguments);

    /// The cost of a call on the state of a mark, held as a node holds a state in memory: seconds of processor time of
    /// the executor's call alone, the least of so many repeats.
    struct Cost {
        double seconds{};
        double seconds_known{};  ///< when the host knows the verdicts on all signatures that the call asks for
        /// Of a block: with the forecast of its signatures, and their verification in batches, on this thread.
        std::optional<double> seconds_ahead;
    };
    Result<Cost, executor::CallError> cost_at(size_t mark, const std::string& method, BytesView arguments,
                                              size_t repeats);

    /// How many signatures of a block on the state of a mark its host expects, and how many of them the runtime asks
    /// for.
    struct Forecast {
        size_t expected = 0, asked = 0;
    };
    Result<Forecast, executor::CallError> forecast_at(size_t mark, BytesView encoded_block);

    /// An offchain worker's inputs beyond the state.
    struct Surroundings {
        uint64_t now_ms{};
        ByteArray<32> seed{};
        bool is_validator = true;
    };
    struct Worked {
        std::vector<Bytes> submitted;                   ///< encoded extrinsics, in their order
        std::map<Bytes, std::optional<Bytes>> changed;  ///< in the offchain database; these changes stay
        state::StateChanges changes;                    ///< of the state; they do not stay
    };
    /// Runs the offchain workers of a block on the present state. They sleep no time and have no HTTP.
    Result<Worked, executor::CallError> work(BytesView header, const Surroundings& surroundings);
    LocalEntries& local() noexcept { return local_; }
    crypto::NodeKeys& keys() noexcept { return keys_; }

    /// Takes the code that the state has, as a node does at the begin of a block.
    void refresh() { runtime_ = nullptr; }

    void apply(const state::StateChanges& changes);
    /// Keeps the entries that a call has indexed. Going back does not undo it.
    void index(const state::OffchainIndex& entries);

    /// A state to come back to: all writes since then are known.
    size_t mark() const noexcept { return journal_.size(); }
    /// False for a mark that is none.
    bool restore(size_t mark);
    /// Keys of the top trie written since then, each once, whether or not the value became another.
    Result<std::vector<Bytes>, std::string> written_since(size_t mark) const;
    /// Child tries of which anything was written since then.
    std::set<Bytes> children_since(size_t mark) const;
    /// The value at the mark, for a key of the top trie.
    std::optional<Bytes> value_at(size_t mark, const Bytes& key) const;
    /// Ends all marks; the journal is empty.
    void forget() { journal_.clear(); }

    const Entries& entries() const noexcept { return top_; }
    std::optional<Bytes> find(const Bytes& key) const;
    /// The entries of a child trie; none if it does not exist.
    Entries child(const Bytes& key) const;
    Result<Hash256, state::StateError> root();

    Result<std::optional<BytesView>, state::StateError> get(state::Area area, BytesView key) override;
    Result<std::optional<Bytes>, state::StateError> next_key(state::Area area, BytesView key) override;
    Result<Hash256, state::StateError> root_with(const state::StateChanges& changes,
                                                 trie::StateVersion version) override;
    Result<Hash256, state::StateError> child_root_with(BytesView child, const state::ChangeSet& changes,
                                                       trie::StateVersion version) override;

  private:
    void write(const Bytes& child, const Bytes& key, const std::optional<Bytes>& value);
    /// Past the journal. Returns the old value.
    std::optional<Bytes> set(const Bytes& child, const Bytes& key, const std::optional<Bytes>& value);
    /// Takes writes back; their values stand in `before` then, the last write first.
    std::vector<Write> undo(size_t mark);
    void redo(std::vector<Write> undone);
    Result<state::MemoryBackend, state::StateError> copy() const;
    Result<state::MemoryBackend, executor::CallError> copy_at(size_t mark);
    struct Ahead {
        Forecast forecast;
        double seconds{};
    };
    Result<Ahead, executor::CallError> ahead(const std::shared_ptr<const executor::Runtime>& runtime,
                                             state::MemoryBackend& state, BytesView encoded_block);
    const Entries* find_entries(state::Area area) const;
    Result<void, state::StateError> update_tries();

    executor::Executor& executor_;
    std::shared_ptr<const executor::Runtime> runtime_;
    LocalEntries indexed_;  ///< entries that kept calls have indexed
    Entries top_;
    std::map<Bytes, Entries> children_;
    std::vector<Write> journal_;
    LocalEntries local_;
    platform::VirtualTime time_{1};  ///< gives random numbers to the keys: the same in each world
    std::shared_ptr<platform::Scheduler> randomness_ = time_.make_scheduler({});
    crypto::NodeKeys keys_{*randomness_};
    state::MemoryBackend tries_;   ///< the state without pending writes
    state::StateChanges pending_;  ///< written since the tries were asked for something
    trie::StateVersion version_ = trie::StateVersion::kV1;
};

}  // namespace serinus::differential
