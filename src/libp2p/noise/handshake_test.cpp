#include "libp2p/noise/handshake.hpp"

#include <gtest/gtest.h>

#include <random>

#include "base/hex.hpp"
#include "libp2p/wire/protobuf.hpp"
#include "tests/support/random.hpp"

namespace serinus::network::noise {
namespace {

using namespace literals;
using Role = PatternXx::Role;

SecretKey secret(const char* hex) { return *SecretKey::from(*from_hex(hex)); }

struct Pair {
    PatternXx initiator{Role::kInitiator, secret("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"),
                        secret("202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f")};
    PatternXx responder{Role::kResponder, secret("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20"),
                        secret("4142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f60")};
};

// Vectors: Noise_XX_25519_ChaChaPoly_SHA256 of flynn/noise, vectors.txt
TEST(PatternXx, AgreesWithPublishedVectors) {
    struct Vector {
        const char *payloads[3], *messages[3];
    };
    const Vector vectors[] = {
        {{"", "", ""},
         {"358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254",
          "64b101b1d0be5a8704bd078f9895001fc03e8e9f9522f188dd128d9846d484663414af878d3e46a2f58911a816d6e8346d4ea17a6f2a"
          "0bb4"
          "ef4ed56c133cff4560a34e36ea82109f26cf2e5a5caf992b608d55c747f615e5a3425a7a19eefb8f",
          "87f864c11ba449f46a0a4f4e2eacbb7b0457784f4fca1937f572c93603e9c4d97e5ea11b16f3968710b23a3be3202dc1b5e1ce3c9633"
          "4749"
          "1e74f5c0768a9b42"}},
        {{"746573745f6d73675f30", "746573745f6d73675f31", "746573745f6d73675f32"},
         {"358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254746573745f6d73675f30",
          "64b101b1d0be5a8704bd078f9895001fc03e8e9f9522f188dd128d9846d484663414af878d3e46a2f58911a816d6e8346d4ea17a6f2a"
          "0bb4"
          "ef4ed56c133cff4572e7a2ba5123ac30618b3d205f5c2d17f50cbca216483ac56bcc78e33bf520303278db641e5e731b2e3a",
          "87f864c11ba449f46a0a4f4e2eacbb7b0457784f4fca1937f572c93603e9c4d9f27e318e43ba630594c4d08eeb3b36d97c7377a2f4f9"
          "144b"
          "2f0c8095ad92140505b2ab53eff244b14138"}},
    };
    for (const Vector& vector : vectors) {
        Pair pair;
        for (int i = 0; i < 3; ++i) {
            PatternXx& writer = i == 1 ? pair.responder : pair.initiator;
            PatternXx& reader = i == 1 ? pair.initiator : pair.responder;
            Bytes message;
            ASSERT_TRUE(writer.write(*from_hex(vector.payloads[i]), message));
            EXPECT_EQ(to_hex(message), vector.messages[i]);
            const auto payload = reader.read(message);
            ASSERT_TRUE(payload);
            EXPECT_EQ(to_hex(*payload), vector.payloads[i]);
        }
        auto send = pair.initiator.split();
        auto receive = pair.responder.split();
        Bytes first = concat("79656c6c6f777375626d6172696e65"_hex, Bytes(kTagBytes));
        ASSERT_TRUE(send.send.encrypt(first));
        EXPECT_EQ(to_hex(first), "a52ef02ba60e12696d1d6b9ef4245c88fca757b6134ad6e76b56e310a6adf6");
        const auto opened = receive.receive.decrypt(first);
        ASSERT_TRUE(opened);
        EXPECT_EQ(to_hex(*opened), "79656c6c6f777375626d6172696e65");
        Bytes second = concat("7375626d6172696e6579656c6c6f77"_hex, Bytes(kTagBytes));
        ASSERT_TRUE(receive.send.encrypt(second));
        EXPECT_EQ(to_hex(second), "2445aa438ebd649281c636cc7269ca82f1d9023d72520943aeabf909cdf521");
    }
}

TEST(PatternXx, MessagesHaveTheirOrder) {
    Pair pair;
    Bytes message;
    EXPECT_EQ(pair.responder.write({}, message).error(), PatternError::kOutOfOrder);
    EXPECT_EQ(pair.initiator.read(Bytes(32)).error(), PatternError::kOutOfOrder);
    ASSERT_TRUE(pair.initiator.write({}, message));
    EXPECT_EQ(pair.initiator.write({}, message).error(), PatternError::kOutOfOrder);
}

TEST(PatternXx, AKeyOfLowOrderIsRefused) {
    Pair pair;
    ASSERT_TRUE(pair.responder.read(Bytes(32)));
    Bytes message;
    EXPECT_EQ(pair.responder.write({}, message).error(), PatternError::kBadKey);
}

TEST(Cipher, EachMessageHasItsPlace) {
    const CipherKey key = secret("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    Cipher sender(key), receiver(key);
    Bytes first = concat("aabb"_hex, Bytes(kTagBytes)), second = first;
    ASSERT_TRUE(sender.encrypt(first));
    ASSERT_TRUE(sender.encrypt(second));
    EXPECT_NE(first, second);
    Bytes early = second;
    EXPECT_EQ(receiver.decrypt(early).error(), CipherError::kBadTag);
    EXPECT_TRUE(receiver.decrypt(first));
    EXPECT_TRUE(receiver.decrypt(second));
    Bytes none(kTagBytes - 1);
    EXPECT_EQ(receiver.decrypt(none).error(), CipherError::kTooShort);
}

struct Node {
    crypto::ed25519::Seed key;
    Identity identity;

    explicit Node(uint8_t seed)
        : key([&] {
              ByteArray<32> bytes{};
              bytes.fill(seed);
              return crypto::ed25519::Seed(bytes);
          }()),
          identity(key, [&] {
              ByteArray<32> bytes{};
              bytes.fill(static_cast<uint8_t>(seed + 100));
              return SecretKey(bytes);
          }()) {}
    Handshake handshake(Role role, std::optional<wire::PeerId> expected = std::nullopt) const {
        ByteArray<32> ephemeral{};
        ephemeral.fill(static_cast<uint8_t>(identity.peer_id().bytes()[10] + 1));
        return {role, identity, SecretKey(ephemeral), expected};
    }
};

/// Hands bytes over in pieces of `piece` until neither side has output; the error of the first side to fail.
std::optional<HandshakeError> run(Handshake& a, Handshake& b, size_t piece) {
    Bytes to_b, to_a;
    a.start(to_b);
    b.start(to_a);
    while (!to_a.empty() || !to_b.empty()) {
        for (auto [receiver, in, out] : {std::tuple(&b, &to_b, &to_a), std::tuple(&a, &to_a, &to_b)}) {
            const Bytes bytes = std::exchange(*in, {});
            for (size_t at = 0; at < bytes.size(); at += piece) {
                BytesView part = BytesView(bytes).subspan(at, std::min(piece, bytes.size() - at));
                const auto taken = receiver->take(part, *out);
                if (!taken) return taken.error();
                EXPECT_TRUE(part.empty());
            }
        }
    }
    return std::nullopt;
}

// Spec: libp2p noise
TEST(Handshake, BothSidesLearnWhoTheOtherIs) {
    const Node alice(1), bob(2);
    for (const size_t piece : {size_t{1}, size_t{7}, size_t{1000}}) {
        Handshake dialer = alice.handshake(Role::kInitiator, bob.identity.peer_id());
        Handshake listener = bob.handshake(Role::kResponder);
        ASSERT_EQ(run(dialer, listener, piece), std::nullopt);
        ASSERT_TRUE(dialer.is_complete() && listener.is_complete());
        EXPECT_EQ(dialer.remote_peer(), bob.identity.peer_id());
        EXPECT_EQ(listener.remote_peer(), alice.identity.peer_id());
        auto one = dialer.split();
        auto other = listener.split();
        Bytes message = concat("0102"_hex, Bytes(kTagBytes));
        ASSERT_TRUE(one.send.encrypt(message));
        EXPECT_TRUE(other.receive.decrypt(message));
    }
}

TEST(Handshake, AnotherPeerThanTheDialedOneIsNoticed) {
    const Node alice(1), bob(2), carol(3);
    Handshake dialer = alice.handshake(Role::kInitiator, carol.identity.peer_id());
    Handshake listener = bob.handshake(Role::kResponder);
    EXPECT_EQ(run(dialer, listener, 1000), HandshakeError::kWrongPeer);
    EXPECT_FALSE(dialer.is_complete());
}

TEST(Handshake, TakesNothingBehindItsEnd) {
    const Node alice(1), bob(2);
    Handshake dialer = alice.handshake(Role::kInitiator);
    Handshake listener = bob.handshake(Role::kResponder);
    Bytes first, second, third, none;
    dialer.start(first);
    BytesView input = first;
    ASSERT_TRUE(listener.take(input, second));
    input = second;
    ASSERT_TRUE(dialer.take(input, third));
    append(third, "c0ffee"_hex);
    input = third;
    ASSERT_TRUE(listener.take(input, none));
    EXPECT_TRUE(listener.is_complete());
    EXPECT_EQ(to_hex(input), "c0ffee");
}

TEST(Handshake, AStolenSignatureProvesNothing) {
    // Mallory sends Alice's payload, which Alice signed for another static key.
    const Node alice(1), bob(2), mallory(4);
    PatternXx forger(Role::kInitiator, mallory.identity.static_key(),
                     secret("202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"));
    Handshake listener = bob.handshake(Role::kResponder);
    const auto framed = [](const Bytes& message) {
        return concat(Bytes{static_cast<uint8_t>(message.size() >> 8), static_cast<uint8_t>(message.size())}, message);
    };
    Bytes first, answer, third, none;
    ASSERT_TRUE(forger.write({}, first));
    Bytes bytes = framed(first);
    BytesView input = bytes;
    ASSERT_TRUE(listener.take(input, answer));
    ASSERT_TRUE(forger.read(BytesView(answer).subspan(2)));
    ASSERT_TRUE(forger.write(alice.identity.payload(), third));
    bytes = framed(third);
    input = bytes;
    EXPECT_EQ(listener.take(input, none).error(), HandshakeError::kBadSignature);
}

TEST(Handshake, EveryChangedBitOfAMessageEndsIt) {
    const Node alice(1), bob(2);
    Bytes first;
    alice.handshake(Role::kInitiator).start(first);
    Bytes second;
    {
        Handshake listener = bob.handshake(Role::kResponder);
        BytesView input = first;
        ASSERT_TRUE(listener.take(input, second));
    }
    // Behind the length and the ephemeral key everything is authenticated, and the key itself by the bytes behind it.
    // Bit 255 of an X25519 key is ignored, but hashed.
    for (size_t bit = 16; bit < second.size() * 8; ++bit) {
        Bytes changed = second, out;
        changed[bit / 8] ^= static_cast<uint8_t>(1 << (bit % 8));
        Handshake dialer = alice.handshake(Role::kInitiator);
        Bytes ignored;
        dialer.start(ignored);
        BytesView input = changed;
        EXPECT_FALSE(dialer.take(input, out)) << bit;
        EXPECT_FALSE(dialer.remote_peer());
    }
}

TEST(Handshake, LongMessagesAndRandomBytesAreRefused) {
    const Node bob(2);
    Handshake listener = bob.handshake(Role::kResponder);
    const Bytes head = "ffff"_hex;
    BytesView input = head;
    Bytes out;
    EXPECT_EQ(listener.take(input, out).error(), HandshakeError::kTooLong);
    std::mt19937_64 random(1);
    for (int i = 0; i < 1000; ++i) {
        Handshake other = bob.handshake(Role::kResponder);
        const Bytes bytes = test::random_bytes(random, 1 + random() % 300);
        input = bytes;
        (void)other.take(input, out);
        EXPECT_FALSE(other.is_complete());
    }
}

}  // namespace
}  // namespace serinus::network::noise
