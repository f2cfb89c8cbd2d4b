#include "libp2p/wire/protobuf.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::network::wire {
namespace {

using namespace literals;

// Spec: Protocol Buffers encoding, the examples of its page
TEST(Protobuf, ReadsAndWritesTheExamplesOfTheSpecification) {
    EXPECT_EQ(ProtobufWriter().varint(1, 150).view().size(), 3u);
    ProtobufWriter inner;
    inner.varint(1, 150);
    EXPECT_EQ(to_bytes(inner.view()), "089601"_hex);
    ProtobufWriter text;
    text.text(2, "testing");
    EXPECT_EQ(to_bytes(text.view()), "120774657374696e67"_hex);
    ProtobufWriter outer;
    outer.message(3, inner);
    EXPECT_EQ(to_bytes(outer.view()), "1a03089601"_hex);

    ProtobufReader reader(outer.view());
    const auto field = reader.next();
    ASSERT_TRUE(field && *field);
    EXPECT_EQ((*field)->number, 3u);
    EXPECT_EQ(to_bytes((*field)->as_bytes().value_or(BytesView())), "089601"_hex);
    EXPECT_EQ((*field)->as_varint().error(), ProtobufError::kWrongType);
    ASSERT_TRUE(reader.next());
    EXPECT_FALSE(*reader.next()) << "the end";
}

TEST(Protobuf, PassesOverFixedFields) {
    const Bytes message = "0d010000001102000000000000001803"_hex;
    ProtobufReader reader(message);
    EXPECT_EQ((*reader.next())->varint, 1u);
    EXPECT_EQ((*reader.next())->varint, 2u);
    EXPECT_EQ((*reader.next())->as_varint().value_or(0), 3u);
}

TEST(Protobuf, RefusesWhatIsMalformed) {
    const auto error_of = [](const Bytes& message) -> std::optional<ProtobufError> {
        ProtobufReader reader(message);
        for (;;) {
            const auto field = reader.next();
            if (!field) return field.error();
            if (!*field) return std::nullopt;
        }
    };
    EXPECT_EQ(error_of("08"_hex), ProtobufError::kTruncated);
    EXPECT_EQ(error_of("0a05616263"_hex), ProtobufError::kTruncated) << "fewer bytes than the length says";
    EXPECT_EQ(error_of("0affffffffffffffffff01"_hex), ProtobufError::kTruncated) << "a huge length";
    EXPECT_EQ(error_of("00"_hex), ProtobufError::kBadTag) << "field 0";
    EXPECT_EQ(error_of("0b0c"_hex), ProtobufError::kBadWireType) << "a group";
    EXPECT_EQ(error_of("0e"_hex), ProtobufError::kBadWireType);
    EXPECT_EQ(error_of("08ffffffffffffffffffff01"_hex), ProtobufError::kBadVarint);
    EXPECT_EQ(error_of(""_hex), std::nullopt);
}

TEST(Protobuf, EveryTruncationOfAMessageIsRefusedOrShorter) {
    ProtobufWriter writer;
    writer.varint(1, 300).text(2, "abc").varint(7, 1);
    const BytesView whole = writer.view();
    for (size_t size = 0; size < whole.size(); ++size) {
        ProtobufReader reader(whole.first(size));
        size_t fields = 0;
        for (auto field = reader.next(); field && *field; field = reader.next()) ++fields;
        EXPECT_LT(fields, 3u);
    }
}

}  // namespace
}  // namespace serinus::network::wire
