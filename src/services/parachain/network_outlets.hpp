/// Requests of the parts to the network, carried from their lane to the network's thread, and answers back.
#pragma once

#include "network/core/report_sums.hpp"
#include "network/discovery/reserved_authorities.hpp"
#include "services/parachain/collation/collations.hpp"
#include "services/parachain/peer_gates.hpp"
#include "services/parachain/requests/lane_requests.hpp"

namespace serinus::services::paras {

class NetworkOutlets final : public Outlets, public CollatorOutlets {
  public:
    /// On the network's thread; all outlive this.
    struct Ends {
        const Gates& gates;
        Requester& requester;
        network::discovery::ReservedAuthorities& reserved;
    };

    NetworkOutlets(platform::Scheduler& scheduler, platform::Lane& lane) : scheduler_(scheduler), requests_(lane) {}
    /// Hears of answers, from the requester that connect() names.
    AnswerSink& answers() noexcept { return requests_; }
    /// Before anything is asked for; `network` outlives this.
    void connect(ServiceNetwork& network, const Ends& ends);

    void set_view(const parachain::View& view);
    /// Pairs of `validation/3` are kept with these, as far as their peers are known.
    void set_authorities(AuthorityIds authorities);
    void on_room(PeerNumber number);

    // Outlets, on the lane.
    void send(const std::vector<PeerId>& peers, const parachain::ValidationMessage& message) override;
    void report(const PeerId& peer, Conduct conduct, std::string_view reason) override;
    bool has_room(RequestKind kind) const override { return requests_.has_room(kind); }
    void request(const PeerId& peer, RequestKind kind, Bytes content, std::optional<RequestKind> fallback,
                 OnAnswer on_answer) override {
        requests_.request(peer, kind, std::move(content), fallback, std::move(on_answer));
    }

    // CollatorOutlets, on the lane.
    void send_to_collator(const PeerId& peer, uint8_t version, Bytes message) override;
    void put_out_collator(const PeerId& peer) override;

  private:
    platform::Scheduler& scheduler_;
    ServiceNetwork* network_ = nullptr;
    std::optional<Ends> ends_;
    network::ReportSums<PeerId> reports_;
    LaneRequests requests_;
};

}  // namespace serinus::services::paras
