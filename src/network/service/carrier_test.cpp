#include "network/service/carrier.hpp"

#include <gtest/gtest.h>

#include "tests/support/random.hpp"

namespace serinus::network {
namespace {

constexpr uint64_t kNow = 1'750'000'000;

struct Side {
    Carrier carrier;
    Bytes received = {};
    std::string failure = {};

    void take(Bytes bytes, size_t piece) {
        for (size_t at = 0; at < bytes.size() && failure.empty();) {
            const size_t size = std::min(piece, bytes.size() - at);
            std::vector<MutableBytesView> data;
            const auto taken = carrier.take(MutableBytesView(bytes).subspan(at, size), data);
            for (const auto part : data) append(received, part);
            if (!taken) failure = taken.error();
            at += size;
        }
    }
    Bytes give() {
        Bytes out;
        carrier.give(out);
        return out;
    }
    Bytes write(BytesView payload) {
        Bytes copy = to_bytes(payload), out;
        carrier.write(copy, out);
        return out;
    }
};

class CarrierTest : public testing::Test {
  protected:
    Side dialer(const std::string& address) const {
        return {Carrier::dialer(*wire::transport_address_of(*wire::Multiaddr::parse(address)), dialing_.get(), {})};
    }
    Side listener(bool has_tls = true) const { return {Carrier::listener(has_tls ? listening_.get() : nullptr)}; }
    /// Carries the layers' own messages, until there are none.
    static void run(Side& a, Side& b, size_t piece = SIZE_MAX) {
        for (int i = 0; i < 20 && (a.carrier.has_output() || b.carrier.has_output()); ++i) {
            b.take(a.give(), piece);
            a.take(b.give(), piece);
        }
    }

    std::unique_ptr<TlsContext> dialing_ = TlsContext::for_dialing();
    std::unique_ptr<TlsContext> listening_ = TlsContext::for_listening(kNow);
};

TEST_F(CarrierTest, OneListenerServesAllFormsCutAnywhere) {
    auto random = test::seeded_random();
    const std::pair<const char*, CarrierForm> forms[] = {
        {"/ip4/127.0.0.1/tcp/1", CarrierForm::kPlain},
        {"/ip4/127.0.0.1/tcp/1/ws", CarrierForm::kWebSocket},
        {"/ip4/127.0.0.1/tcp/1/wss", CarrierForm::kSecureWebSocket},
        {"/ip4/127.0.0.1/tcp/1/tls/ws", CarrierForm::kSecureWebSocket},
    };
    for (const auto& [address, form] : forms) {
        for (const size_t piece : {size_t{1}, size_t{100}, size_t{SIZE_MAX}}) {
            Side a = dialer(address), b = listener();
            EXPECT_FALSE(b.carrier.is_open());
            run(a, b, piece);
            ASSERT_EQ(a.failure + b.failure, "") << address;
            ASSERT_TRUE(a.carrier.is_open()) << address;
            Bytes sent = {0x13};  // as multistream's header begins
            append(sent, test::random_bytes(random, piece == 1 ? 3000 : 200'000));
            b.take(a.write(sent), piece);
            ASSERT_TRUE(b.carrier.is_open());
            EXPECT_EQ(b.carrier.form(), form);
            a.take(b.write(sent), piece);
            EXPECT_EQ(b.received, sent);
            EXPECT_EQ(a.received, sent);
            a.carrier.close();
            run(a, b, piece);
            EXPECT_EQ(b.carrier.is_closed(), form != CarrierForm::kPlain);
            EXPECT_FALSE(form != CarrierForm::kPlain && a.carrier.is_open());
        }
    }
}

TEST_F(CarrierTest, ACertificateThatNobodyVouchesForIsRefusedWhereTheAddressHasAName) {
    for (const char* const address : {"/dns4/localhost/tcp/1/wss", "/ip4/127.0.0.1/tcp/1/tls/sni/localhost/ws"}) {
        Side a = dialer(address), b = listener();
        run(a, b);
        EXPECT_FALSE(a.carrier.is_open());
        EXPECT_EQ(a.failure, "TLS failed: self-signed certificate") << address;
        EXPECT_NE(b.failure, "");  // the alert reached the other side
    }
}

TEST_F(CarrierTest, TlsIsRefusedWhereNobodyAskedForIt) {
    Side a = dialer("/ip4/127.0.0.1/tcp/1/wss"), b = listener(false);
    run(a, b);
    EXPECT_NE(b.failure, "");
}

TEST_F(CarrierTest, OtherFirstBytesAreRefused) {
    for (unsigned first = 0; first < 256; ++first) {
        if (first == 0x13 || first == 'G' || first == 0x16) continue;
        Side side = listener();
        side.take({static_cast<uint8_t>(first)}, 1);
        EXPECT_NE(side.failure, "") << first;
    }
}

TEST_F(CarrierTest, GarbageInTlsIsRefused) {
    Side side = listener();
    Bytes garbage(200, 0xff);
    garbage[0] = 0x16;
    side.take(garbage, 7);
    EXPECT_TRUE(side.failure.starts_with("TLS failed: ")) << side.failure;
}

}  // namespace
}  // namespace serinus::network
