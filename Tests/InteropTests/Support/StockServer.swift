import Files
import Testing

/// What a server does before anybody told it of the site: the configuration that Debian ships, with TLS and the folder of the site.
struct StockServer {
  let program: PrintedServer.Program
  let root: String
  let port: Int
  /// A certificate and its key, in PEM.
  let chain: String
  let key: String

  /// - Parameter lines: what is added where a site's own rules go.
  func configuration(_ lines: [String] = []) -> String {
    let own = lines.joined(separator: "\n")
    switch program {
    case .nginx:
      return """
        include /etc/nginx/mime.types;
        default_type application/octet-stream;
        gzip on;
        server {
          listen 127.0.0.1:\(port) ssl;
          ssl_certificate \(chain); ssl_certificate_key \(key);
          root \(root);
          index index.html;
          \(own)
        }
        """
    case .apache:
      return """
        Listen 127.0.0.1:\(port)
        TypesConfig /etc/mime.types
        \(Self.module("autoindex"))
        AddOutputFilterByType DEFLATE text/html text/plain text/xml text/css text/javascript application/javascript
        AddOutputFilterByType DEFLATE application/x-javascript application/xml application/rss+xml application/wasm
        <VirtualHost *:\(port)>
          SSLEngine on
          SSLCertificateFile \(chain)
          SSLCertificateKeyFile \(key)
          DocumentRoot \(root)
          DirectoryIndex index.html
          <Directory \(root)>
            Options Indexes FollowSymLinks
            AllowOverride None
            Require all granted
          </Directory>
          \(own)
        </VirtualHost>

        """
    case .caddy:
      return """
        https://videos.example:\(port) {
        tls \(chain) \(key)
        root * \(root)
        file_server
        \(own)
        }

        """
    }
  }

  private static func module(_ name: String) -> String {
    "LoadModule \(name)_module /usr/lib/apache2/modules/mod_\(name).so"
  }
}
