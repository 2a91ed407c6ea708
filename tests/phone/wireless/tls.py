"""TLS as a phone speaks it: the server of TLS 1.3, which asks the computer for a certificate."""

from __future__ import annotations

import datetime
import functools
import select
import socket
from collections.abc import Container

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from OpenSSL import SSL
from OpenSSL.crypto import X509

_WANTED = SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT
_CHUNK = 1 << 16


class Refused(Exception):
    """The handshake failed, or the computer went away."""


class Secured:
    """A TCP connection after its handshake.

    Args:
        plain: the connection.
        moduli: RSA keys of the computers let in; None lets in all.

    Raises:
        Refused: the computer holds none of the keys.
    """

    def __init__(self, plain: socket.socket, moduli: Container[int] | None = None) -> None:
        context = _context()
        context.set_verify(_WANTED, lambda _, held, *__: moduli is None or _modulus(held) in moduli)
        self._plain = plain
        self._tls = SSL.Connection(context, plain)
        self._tls.set_accept_state()
        try:
            self._tls.do_handshake()
        except SSL.Error as error:
            raise Refused from error

    def keying_material(self, label: bytes, size: int) -> bytes:
        """Bytes that both ends derive from this connection alone (RFC 8446, 7.5)."""
        return self._tls.export_keying_material(label, size)

    def send(self, data: bytes) -> None:
        """Send all of `data`.

        Raises:
            Refused: the computer went away.
        """
        try:
            self._tls.sendall(data)
        except SSL.Error as error:
            raise Refused from error

    def read(self, size: int) -> bytes:
        """The next `size` bytes.

        Raises:
            Refused: the computer went away.
        """
        data = b""
        while len(data) < size:
            data += self._some(size - len(data))
        return data

    def pump(self, inner: socket.socket) -> None:
        """Carry everything to and from a plain socket, until one end goes away."""
        while True:
            ready, _, _ = select.select([self._plain, inner], [], [])
            if self._plain in ready:
                inner.sendall(self._some(_CHUNK))
            if inner in ready:
                data = inner.recv(_CHUNK)
                if not data:
                    return
                self.send(data)

    def _some(self, most: int) -> bytes:
        try:
            return self._tls.recv(most)
        except SSL.Error as error:
            raise Refused from error


def _modulus(held: X509) -> int:
    key = held.to_cryptography().public_key()
    assert isinstance(key, RSAPublicKey)
    return key.public_numbers().n


def _context() -> SSL.Context:
    context = SSL.Context(SSL.TLS_SERVER_METHOD)
    context.set_min_proto_version(SSL.TLS1_3_VERSION)
    key, certificate = _self_signed()
    context.use_privatekey(key)
    context.use_certificate(certificate)
    return context


@functools.cache
def _self_signed() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Adb")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return key, certificate
