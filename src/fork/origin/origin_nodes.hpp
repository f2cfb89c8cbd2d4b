/// Several nodes of one chain, the next of which is asked when one fails.
#pragma once

#include "fork/origin/origin_node.hpp"

namespace serinus::fork {

/// The first node that is well is asked. One that fails, in whatever way (it is away, limits the rate of calls, has
/// pruned the state, breaks rules), rests for a while, longer each time, and is asked again afterwards. If none is
/// left they are asked once more in their order, with all the patience that a single one has. Any thread.
class OriginNodes final : public OriginApi {
  public:
    using NowMs = std::function<uint64_t()>;

    /// Ours.
    static constexpr int kQuickAttempts = 2;  ///< a connection that was lost meanwhile is made again
    static constexpr uint64_t kFirstRestMs = 10'000, kMaxRestMs = 600'000;

    /// At least one node. `attempts`: of a single node that is the last hope.
    OriginNodes(std::vector<std::shared_ptr<OriginNode>> nodes, NowMs now_ms, int attempts);

    /// From here on only nodes of this chain that have this block are asked: of each, before it is asked for the first
    /// time. What the nodes that are there say is looked at now; the error names the first that is of another chain, or
    /// has another block of that number.
    Result<void, std::string> expect(const ChainFacts& facts);
    /// The same of a single node, which is looked at when it has answered by a new connection. `was_asked`: the facts
    /// have just come by the connection that there is.
    void expect_of_single(const ChainFacts& facts, bool was_asked);

    Result<ChainFacts, std::string> facts(const std::string& at) override;
    Result<Hash256, std::string> genesis_hash() override;
    Result<std::vector<std::optional<Bytes>>, std::string> values(const Hash256& block, state::Area area,
                                                                  std::span<const Bytes> keys) override;
    Result<std::vector<Bytes>, std::string> keys_after(const Hash256& block, state::Area area, BytesView key) override;
    Result<std::optional<primitives::Header>, std::string> header(const Hash256& block) override;
    Result<std::optional<primitives::Body>, std::string> body(const Hash256& block) override;
    Result<std::vector<std::optional<Hash256>>, std::string> hashes(
        std::span<const primitives::BlockNumber> numbers) override;
    Result<std::optional<Hash256>, std::string> value_hash(const Hash256& block, BytesView key) override;

  private:
    enum class Standing : uint8_t { kUnknown, kGood, kWrong };
    struct Member {
        std::shared_ptr<OriginNode> node;
        Standing standing = Standing::kUnknown;
        uint64_t connections = 0;  ///< of the node, when it was found to be good
        std::string fault = {};    ///< of one that is wrong
        uint64_t rests_until_ms = 0, rest_ms = 0;
    };
    struct Expected {
        Hash256 genesis_hash, hash;
        uint32_t number = 0;
        std::string name;
    };

    template <class T>
    Result<T, std::string> ask(const std::function<Result<T, std::string>(OriginNode&)>& call);
    /// Whether it is to be asked, or to be believed; the error says why not. A single node that is wrong may be the
    /// right one again later.
    Result<void, std::string> check(size_t index);
    bool is_checked(size_t index);
    /// Empty: it is good, or does not have the block.
    Result<std::string, std::string> fault_of(OriginNode& node, const Expected& expected) const;
    bool is_at_fault(size_t index);
    bool rests(size_t index);
    void note_answer(size_t index);
    void note_failure(size_t index, const std::string& reason);

    NowMs now_ms_;
    int attempts_;
    std::mutex mutex_;
    std::vector<Member> members_;
    std::optional<Expected> expected_;
    size_t last_ = 0;  ///< that answered
};

}  // namespace serinus::fork
