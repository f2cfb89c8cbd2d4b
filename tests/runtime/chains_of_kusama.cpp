#include "tests/runtime/chains_of_kusama.hpp"

#include <gtest/gtest.h>

#include "runtime/runtimes/kusama/presets.hpp"
#include "runtime/runtimes/kusama/runtime.hpp"
#include "runtime/sdk/composition.hpp"
#include "runtime/sdk/genesis/genesis.hpp"
#include "runtime/xcm/versioned.hpp"

namespace serinus::test {

using kusama::Configuration, kusama::Dmp, kusama::Hrmp, kusama::MessageQueue, kusama::ParaInclusion, kusama::Paras;
using sdk::BlockNumber, sdk::RuntimeCall, sdk::RuntimeOrigin;

namespace {

constexpr uint8_t kCallMessage = 0xff;

/// On their way from the relay chain: sender, block of sending, message.
using Inbound = std::tuple<std::optional<ParaId>, BlockNumber, Bytes>;
/// On its way to the relay chain: number of the relay parent, commitments.
using Candidate = std::pair<BlockNumber, CandidateCommitments>;

Hash256 link(const Hash256& before, BlockNumber sent_at, const Bytes& message) {
    return sdk::host::blake2_256(
        scale::encode(std::tuple(before, sent_at, sdk::host::blake2_256(scale::encode(message)))));
}

}  // namespace

Bytes call_message(const RuntimeCall& call) { return concat(Bytes{kCallMessage}, scale::encode(call)); }

KusamaChain::KusamaChain() : session(sdk::table_of<kusama::Runtime>()) {
    session.run([] {
        const auto built = sdk::genesis::build(*kusama::preset("local_testnet"));
        EXPECT_TRUE(built) << built.error();
        begin_block(0);
    });
}

void KusamaChain::begin_block(Millis now) {
    const auto number = static_cast<BlockNumber>(1 + now / kBlockMs);
    if (number <= kusama::System::block_number()) return;
    kusama::System::storage.Number.put(number);
    MessageQueue::on_initialize(number);
}

RelayChain::RelayChain(std::vector<ParaId> paras) : paras_(std::move(paras)) {
    session.run([&] {
        polkadot_runtime_parachains::paras::GenesisConfig registered;
        polkadot_runtime_parachains::hrmp::GenesisConfig channels;
        for (const ParaId para : paras_) {
            registered.paras.push_back({para, {.genesis_head = {}, .validation_code = {{1}}, .parachain = true}});
            for (const ParaId other : paras_) {
                if (other != para) channels.preopen_hrmp_channels.push_back({para, other, 8, 1024});
            }
        }
        Paras::build(registered);
        Hrmp::build(channels);
    });
}

bool RelayChain::send_down(ParaId para, Bytes message) {
    return session.run([&] { return Dmp::queue_downward_message(Configuration::config(), para, std::move(message)); });
}

void RelayChain::go_on(Millis now) {
    session.run([&] { begin_block(now + kBlockMs); });
}

void RelayChain::receive(ChainId from, BytesView message, Millis now) {
    const auto candidate = scale::decode<Candidate>(message);
    ASSERT_TRUE(candidate);
    session.run([&] {
        begin_block(now);
        include({from}, candidate->first, candidate->second);
    });
}

RelayChain::Queues RelayChain::queues_of(ParaId para) {
    Queues out;
    for (auto& message : Dmp::dmq_contents(para)) out[std::nullopt].emplace_back(message.sent_at, message.msg);
    for (auto& [sender, messages] : Hrmp::inbound_hrmp_channels_contents(para)) {
        for (auto& message : messages) out[sender].emplace_back(message.sent_at, message.data);
    }
    return out;
}

void RelayChain::include(ParaId para, BlockNumber relay_parent, const CandidateCommitments& commitments) {
    if (!ParaInclusion::check_validation_outputs(para, relay_parent, commitments)) {
        ++refused_;
        return;
    }
    const Queues before = queues_of(para);
    polkadot_runtime_parachains::inclusion::Pending pending;
    pending.descriptor.para_id = para;
    pending.commitments = commitments;
    pending.relay_parent_number = relay_parent;
    ParaInclusion::storage.V1.put(para, {pending});
    ParaInclusion::force_enact(para);

    Queues after = queues_of(para);
    for (const auto& [sender, queue] : before) sent_[para][sender] -= queue.size() - after[sender].size();
}

std::vector<Chain::Outgoing> RelayChain::take_outgoing() {
    std::vector<Outgoing> out;
    for (const ParaId para : paras_) {
        for (const auto& [sender, queue] : session.run([&] { return queues_of(para); })) {
            size_t& sent = sent_[para][sender];
            for (; sent < queue.size(); ++sent) {
                const auto& [sent_at, message] = queue[sent];
                out.push_back({para._0, scale::encode(Inbound(sender, sent_at, message))});
            }
        }
    }
    return out;
}

Hash256 Parachain::hash_chain(std::optional<ParaId> sender) const {
    const auto found = hash_chains_.find(sender);
    return found == hash_chains_.end() ? Hash256{} : found->second;
}

void Parachain::receive(ChainId from, BytesView message, Millis now) {
    ASSERT_EQ(from, xcm::simulator::kRelayChain) << "all messages stand in the relay chain's state";
    const auto inbound = scale::decode<Inbound>(message);
    ASSERT_TRUE(inbound);
    const auto& [sender, sent_at, content] = *inbound;
    hash_chains_[sender] = link(hash_chain(sender), sent_at, content);
    relay_parent_ = std::max(relay_parent_, sent_at);
    if (!sender) ++processed_;
    has_read_ = true;
    session.run([&] {
        begin_block(now);
        execute(content);
    });
}

void Parachain::execute(const Bytes& message) {
    if (xcm::VersionedXcm::decode(message)) {
        programs_.push_back(message);
        return;
    }
    ASSERT_EQ(message.at(0), kCallMessage);
    const auto call = scale::decode<RuntimeCall>(BytesView(message).subspan(1));
    ASSERT_TRUE(call);
    EXPECT_TRUE(call->dispatch(RuntimeOrigin::root()));
}

std::vector<Chain::Outgoing> Parachain::take_outgoing() {
    std::erase_if(across_, [](const auto& entry) { return entry.second.empty(); });
    if (!has_read_ && upward_.empty() && across_.empty() && claimed_ == 0) return {};
    CandidateCommitments commitments;
    commitments.upward_messages = *polkadot_primitives::v5::UpwardMessages::from(std::exchange(upward_, {}));
    for (auto& [recipient, messages] : across_) {
        EXPECT_TRUE(commitments.horizontal_messages.try_push({recipient, messages.front()}));
        messages.pop_front();
    }
    head_ = session.run([] { return sdk::host::storage_root(1); });
    commitments.head_data._0 = to_bytes(head_);
    commitments.processed_downward_messages = std::exchange(processed_, 0) + std::exchange(claimed_, 0);
    commitments.hrmp_watermark = relay_parent_;
    has_read_ = false;
    return {{xcm::simulator::kRelayChain, scale::encode(Candidate(relay_parent_, commitments))}};
}

}  // namespace serinus::test
